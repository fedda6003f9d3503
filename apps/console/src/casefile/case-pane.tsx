import { ArrowLeft, FileQuestion } from 'lucide-react';
import { useState } from 'react';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { IconButton } from '../ui/button.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { BriefingView } from './briefing-view.js';
import { CustomerView } from './customer-view.js';
import { FollowUpView } from './follow-up-view.js';
import { Peek } from './peek.js';
import { NotesView } from './notes-view.js';
import { ReasonsView } from './reasons-view.js';

/** All that is known of a case, so that nobody has to ask again. */
export function CasePane({ id, close, page = false }: { id: string; close?: () => void; page?: boolean }) {
  const words = useWords();
  const { desk } = useServices();
  const [peeked, setPeeked] = useState<string>();
  const open = useDesk((state) => state.cases[id]);
  const item = useDesk((state) => state.items[id]);
  const me = useDesk((state) => state.me.id);
  const own = item?.status === 'assigned' && item.agent?.id === me;
  const loaded = open !== undefined && (open.phase === 'ready' || open.customer !== undefined);
  return (
    <section className="pane case" tabIndex={-1} data-focus="Digit3" aria-label={words.text('case.title')}>
      {page && (
        <header className="case-head">
          <IconButton icon={ArrowLeft} label={words.text('action.back')} onClick={close} />
          <h2>{words.text('case.title')}</h2>
        </header>
      )}
      {peeked !== undefined ? (
        <Peek id={peeked} close={() => setPeeked(undefined)} leave={close} />
      ) : loaded ? (
        <div className="case-body">
          {open.followUp !== null && <FollowUpView id={id} followUp={open.followUp} />}
          <ReasonsView id={id} reasons={open.reasons} close={close} />
          {open.briefing === null ? (
            <Empty icon={FileQuestion} title={words.text('empty.briefing')} hint={words.text('empty.briefingHint')} />
          ) : (
            <BriefingView id={id} briefing={open.briefing} mayReply={own} close={close} />
          )}
          {open.customer !== undefined && (
            <CustomerView id={id} customer={open.customer} item={item} peek={setPeeked} />
          )}
          <NotesView notes={open.notes} />
        </div>
      ) : open?.phase === 'failed' ? (
        <Failure title={words.text('conversation.failed')} error={open.error} retry={() => void desk.open(id)} />
      ) : (
        <Skeleton rows={8} kind="text" />
      )}
    </section>
  );
}

import { useMemo } from 'react';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import type { Layout } from '../lib/hooks.js';
import { Failure, Skeleton } from '../ui/states.js';
import { shopperName } from '../ui/labels.js';
import { Composer } from './composer.js';
import { ConversationHead } from './conversation-head.js';
import { SuperviseBar } from '../supervise/supervise-bar.js';
import { TranscriptView } from './transcript-view.js';
import { TypingLine } from './typing-line.js';

interface Props {
  id: string;
  layout: Layout;
  showCase: () => void;
}

export function ConversationPane({ id, layout, showCase }: Props) {
  const words = useWords();
  const { desk } = useServices();
  const open = useDesk((state) => state.cases[id]);
  const item = useDesk((state) => state.items[id]);
  const me = useDesk((state) => state.me.id);
  const name = useMemo(
    () => (item === undefined ? words.text('shopper.unknown') : shopperName(item, words)),
    [item, words],
  );
  const loaded = open !== undefined && (open.phase === 'ready' || open.transcript.messages.length > 0);

  return (
    <section className="pane conversation" aria-label={words.text('conversation.label', { name })}>
      <ConversationHead id={id} item={item} name={name} layout={layout} showCase={showCase} />
      {item !== undefined && <SuperviseBar key={id} id={id} item={item} />}
      {loaded ? (
        <>
          <TranscriptView id={id} open={open} name={name} />
          <TypingLine id={id} name={name} />
          {item !== undefined && <Composer key={id} id={id} item={item} own={item.agent?.id === me} />}
        </>
      ) : open?.phase === 'failed' ? (
        <Failure title={words.text('conversation.failed')} error={open.error} retry={() => void desk.open(id)} />
      ) : (
        <Skeleton rows={6} kind="chat" />
      )}
    </section>
  );
}

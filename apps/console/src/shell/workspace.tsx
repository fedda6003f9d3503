import { useEffect, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { CasePane } from '../casefile/case-pane.js';
import { useServices } from '../context.js';
import { ConversationPane } from '../conversation/conversation-pane.js';
import { NoConversation } from '../conversation/no-conversation.js';
import { useWords } from '../i18n/i18n.js';
import type { Layout } from '../lib/hooks.js';
import { ListPane } from '../lists/list-pane.js';
import { useViewInAddress } from '../lists/use-list-view.js';
import { Modal } from '../ui/dialog.js';
import { CaseDialogs } from './case-dialogs.js';
import { useMentionsSeen } from './mentions.js';

/** List, conversation and case: side by side, two with the case on demand, or one page at a time. */
export function Workspace({ layout, id }: { layout: Layout; id?: string }) {
  const { desk } = useServices();
  useEffect(() => {
    if (id === undefined) return;
    void desk.open(id);
    return () => desk.close(id);
  }, [desk, id]);

  useViewInAddress();
  useMentionsSeen(id);
  const [caseOf, setCaseOf] = useState<string>();
  const panes = {
    id,
    showCase: id !== undefined && caseOf === id,
    setShowCase: (shown: boolean) => setCaseOf(shown ? id : undefined),
  };
  return (
    <CaseDialogs id={id}>
      {layout === 'phone' ? <PhonePages {...panes} /> : <Panes key={layout} layout={layout} {...panes} />}
    </CaseDialogs>
  );
}

interface PanesProps {
  id?: string;
  /** Whether the case is open where it has no pane of its own. */
  showCase: boolean;
  setShowCase: (shown: boolean) => void;
}

function PhonePages({ id, showCase, setShowCase }: PanesProps) {
  if (id === undefined) return <ListPane />;
  if (showCase) return <CasePane key={id} id={id} close={() => setShowCase(false)} page />;
  return <ConversationPane key={id} id={id} layout="phone" showCase={() => setShowCase(true)} />;
}

function Panes({ layout, id, showCase, setShowCase }: PanesProps & { layout: 'medium' | 'wide' }) {
  const words = useWords();
  const panelIds = layout === 'wide' ? ['list', 'conversation', 'case'] : ['list', 'conversation'];
  const remembered = useDefaultLayout({ id: `deskhand-${layout}`, panelIds });
  return (
    <Group className="panes" orientation="horizontal" {...remembered}>
      <Panel id="list" defaultSize={layout === 'wide' ? '23%' : '38%'} minSize="220px" maxSize="45%">
        <ListPane selected={id} />
      </Panel>
      <Separator className="divider" aria-label={words.text('pane.resize')} />
      <Panel id="conversation" minSize="340px">
        {id === undefined ? (
          <NoConversation />
        ) : (
          <ConversationPane key={id} id={id} layout={layout} showCase={() => setShowCase(true)} />
        )}
      </Panel>
      {layout === 'wide' && (
        <>
          <Separator className="divider" aria-label={words.text('pane.resize')} />
          <Panel id="case" defaultSize="27%" minSize="260px" maxSize="45%">
            {id === undefined ? <div className="pane pane-centre" /> : <CasePane key={id} id={id} />}
          </Panel>
        </>
      )}
      {layout === 'medium' && id !== undefined && (
        <Modal open={showCase} onOpenChange={setShowCase} title={words.text('case.title')} className="dialog-side">
          <CasePane id={id} close={() => setShowCase(false)} />
        </Modal>
      )}
    </Group>
  );
}

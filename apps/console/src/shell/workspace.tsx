import { useEffect, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { CasePane } from '../casefile/case-pane.js';
import { useServices } from '../context.js';
import { ConversationPane } from '../conversation/conversation-pane.js';
import { NoConversation } from '../conversation/no-conversation.js';
import { useWords } from '../i18n/i18n.js';
import type { Layout } from '../lib/hooks.js';
import { ListPane } from '../lists/list-pane.js';
import { Modal } from '../ui/dialog.js';

/** List, conversation and case: side by side, two with the case on demand, or one page at a time. */
export function Workspace({ layout, id }: { layout: Layout; id?: string }) {
  const { desk } = useServices();
  useEffect(() => {
    if (id === undefined) return;
    void desk.open(id);
    return () => desk.close(id);
  }, [desk, id]);

  if (layout === 'phone') return <PhonePages id={id} />;
  return <Panes key={layout} layout={layout} id={id} />;
}

function PhonePages({ id }: { id?: string }) {
  const [showCase, setShowCase] = useState(false);
  useEffect(() => setShowCase(false), [id]);
  if (id === undefined) return <ListPane />;
  if (showCase) return <CasePane key={id} id={id} close={() => setShowCase(false)} page />;
  return <ConversationPane key={id} id={id} layout="phone" showCase={() => setShowCase(true)} />;
}

function Panes({ layout, id }: { layout: 'medium' | 'wide'; id?: string }) {
  const words = useWords();
  const [showCase, setShowCase] = useState(false);
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

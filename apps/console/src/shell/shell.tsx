import { lazy, Suspense, useCallback, useState } from 'react';
import { Redirect, Route, Switch, useRoute } from 'wouter';
import { useWords } from '../i18n/i18n.js';
import { useLayout } from '../lib/hooks.js';
import { AuditView } from '../audit/audit-view.js';
import { BoardView } from '../board/board-view.js';
import { useDesk } from '../context.js';
import { KnowledgeView } from '../knowledge/knowledge-view.js';
import { leads } from '../lib/roles.js';
import { SupervisionNotices } from '../supervise/supervision-notices.js';
import { Failure, Skeleton } from '../ui/states.js';
import { AlertsProvider } from './alerts.js';
import { ConnectionBar } from './connection-bar.js';
import { Header } from './header.js';
import { Offers } from './offers.js';
import { Palette } from './palette.js';
import { Shortcuts } from './shortcuts.js';
import { useGlobalKeys } from './use-global-keys.js';
import { Workspace } from './workspace.js';

/** Opened by few and seldom: it comes when it is wanted. */
const SettingsView = lazy(() =>
  import('../settings/settings-view.js').then(
    (module) => ({ default: module.SettingsView }),
    (error: unknown) => ({ default: () => <NotLoaded error={error} /> }),
  ),
);

/** Without a connection, or after an update of the desk, whose new page has parts of its own: loading the page again helps. */
function NotLoaded({ error }: { error: unknown }) {
  const words = useWords();
  return (
    <div className="pane pane-centre">
      <Failure title={words.text('settings.failed')} error={error} retry={() => window.location.reload()} />
    </div>
  );
}

export function Shell() {
  const words = useWords();
  const layout = useLayout();
  // A phone gives the whole height to the conversation; its back button leads to the header again.
  const [inConversation] = useRoute('/c/:id');
  const leader = leads(useDesk((state) => state.me.role));
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const openPalette = useCallback(() => setPalette(true), []);
  const openHelp = useCallback(() => setHelp(true), []);
  useGlobalKeys({ openPalette, openHelp });
  return (
    <AlertsProvider>
      <div className={`shell shell-${layout}`}>
        {!(layout === 'phone' && inConversation) && (
          <Header layout={layout} openPalette={openPalette} openHelp={openHelp} />
        )}
        <ConnectionBar />
        <main className="main">
          <h1 className="visually-hidden">{words.text('app.name')}</h1>
          <Switch>
            <Route path="/knowledge/:id?">{({ id }) => <KnowledgeView layout={layout} id={id} />}</Route>
            {leader && (
              <Route path="/board/:figure?">{({ figure }) => <BoardView layout={layout} figure={figure} />}</Route>
            )}
            {leader && (
              <Route path="/audit">
                <AuditView />
              </Route>
            )}
            <Route path="/settings/:section?">
              {({ section }) => (
                <Suspense fallback={<Skeleton rows={8} kind="text" />}>
                  <SettingsView layout={layout} section={section} />
                </Suspense>
              )}
            </Route>
            <Route path="/c/:id">{({ id }) => <Workspace layout={layout} id={id} />}</Route>
            <Route path="/">
              <Workspace layout={layout} />
            </Route>
            <Route>
              <Redirect to="/" replace />
            </Route>
          </Switch>
        </main>
        <Offers />
        <SupervisionNotices />
        <Palette open={palette} onOpenChange={setPalette} openHelp={openHelp} />
        <Shortcuts open={help} onOpenChange={setHelp} />
      </div>
    </AlertsProvider>
  );
}

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { preferences } from './lib/preferences.js';
import { followServerClock } from './lib/server-time.js';
import { storage } from './lib/storage.js';
import { exclusiveAcrossTabs, Session, SESSION_KEY } from './session/session.js';
import './styles/index.css';

const session = new Session({
  storage: storage(),
  exclusive: exclusiveAcrossTabs,
  locale: () => preferences.get().locale,
  onClock: followServerClock,
});
window.addEventListener('storage', (event) => {
  // `key` is null when the whole storage was cleared.
  if (event.key === SESSION_KEY || event.key === null) session.storageChanged();
});
void session.start();

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);

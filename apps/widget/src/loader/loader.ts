import { toLocale, type PageContext, type WidgetFront, type WidgetLook } from '#kernel';
import type { AppScript, DeskhandApi, StartApp, WidgetApp, WidgetOptions } from '../embed.js';
import { reloadedOpen } from '../lib/back-stack.js';
import { browserMemory } from '../lib/memory.js';
import { Front } from './front.js';
import { makeLauncher, type Look } from './launcher.js';
import { Listeners } from './listeners.js';

/** The app's file with its hash, relative to this script; put in by the build. */
declare const __APP_FILE__: string;
declare global {
  interface Window {
    Deskhand?: DeskhandApi;
  }
}

/** Waits until the page has loaded and has nothing urgent to do: the widget never delays the shop. */
function whenIdle(work: () => void): void {
  const idle = (): void => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 3_000 });
    else setTimeout(work, 500);
  };
  if (document.readyState === 'complete') idle();
  else window.addEventListener('load', idle, { once: true });
}

function readOptions(script: HTMLScriptElement, home: URL): WidgetOptions {
  const { server, locale, store, name, logo, questions } = script.dataset;
  const wanted = locale && locale !== 'auto' ? locale : document.documentElement.lang || navigator.language;
  return {
    server: new URL(server ?? home.href, location.href).href.replace(/\/$/, ''),
    locale: toLocale(wanted),
    storeId: store || undefined,
    name,
    logo,
    questions: questions
      ?.split('|')
      .map((each) => each.trim())
      .filter(Boolean),
  };
}

function start(script: HTMLScriptElement): void {
  const home = new URL('.', script.src);
  const options = readOptions(script, home);
  const memory = browserMemory(options.server);
  const listeners = new Listeners();
  const { theme, accent, position } = script.dataset;
  // What the tag says wins over what the desk's settings say; those of the last page serve until they have come.
  const lookOf = (settings: WidgetLook | undefined): Look => ({
    theme: theme === 'light' || theme === 'dark' ? theme : (settings?.theme ?? undefined),
    accent: accent ?? settings?.accent ?? undefined,
    side: (position ?? settings?.position) === 'left' ? 'left' : 'right',
  });
  const launcher = makeLauncher(options.locale, lookOf(memory.read().look));
  const front = new Front(options, (look) => {
    memory.write({ look });
    launcher.setLook(lookOf(look));
  });
  const appUrl = new URL(__APP_FILE__, home).href;
  let identity: string | undefined;
  let context: PageContext | null | undefined;
  let code: Promise<StartApp> | undefined;
  let app: Promise<WidgetApp> | undefined;

  /** Fetches the app's code once, without starting it; a failed try may be repeated. */
  const fetchCode = (): Promise<StartApp> => {
    code ??= new Promise<StartApp>((resolve, reject) => {
      const tag = document.createElement('script') as AppScript;
      tag.src = appUrl;
      tag.async = true;
      // A host with a strict CSP gives its nonce to our tag; what it loads needs it too.
      if (script.nonce) tag.nonce = script.nonce;
      tag.deskhand = resolve;
      tag.onerror = () => {
        tag.remove();
        code = app = undefined;
        reject(new Error('the widget could not be loaded'));
      };
      document.head.append(tag);
    });
    return code;
  };
  /** Starts the app once: from here on there is a connection to the desk. */
  const load = (): Promise<WidgetApp> => {
    app ??= fetchCode().then((startApp) =>
      startApp({
        root: launcher.root,
        launcher: launcher.button,
        options,
        memory,
        identity,
        context,
        front: (): Promise<WidgetFront | null> => front.read(),
        addStyles: launcher.addStyles,
        setUnread(count) {
          launcher.setUnread(count);
          listeners.tell('unread', count);
        },
        tell: (event, detail) => listeners.tell(event, detail),
      }),
    );
    return app;
  };
  // When it cannot be had now, the press on the launcher tries again and says so.
  const fetchQuietly = (): void => void fetchCode().catch(() => undefined);
  const openPanel = (byShopper: boolean): void => {
    load().then(
      (loaded) => {
        launcher.setHint('');
        loaded.open(byShopper);
      },
      () => {
        launcher.setHint(launcher.failedWords);
        listeners.tell('error', { code: 'UNAVAILABLE', message: launcher.failedWords });
      },
    );
  };
  const ifLoaded = (work: (loaded: WidgetApp) => void): void => {
    app?.then(work, () => undefined);
  };

  window.Deskhand = {
    open: () => openPanel(true),
    close: () => ifLoaded((loaded) => loaded.close()),
    identify(jwt) {
      identity = jwt;
      ifLoaded((loaded) => loaded.identify(jwt));
    },
    setContext(page) {
      context = page;
      ifLoaded((loaded) => loaded.setContext(page));
    },
    logout() {
      identity = undefined;
      memory.forget();
      ifLoaded((loaded) => loaded.logout());
    },
    on: (event, listener) => listeners.on(event, listener),
  };

  const { button, host } = launcher;
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-expanded') === 'true') ifLoaded((loaded) => loaded.close());
    else openPanel(true);
  });
  // Whoever points at the launcher is about to press it.
  for (const sign of ['pointerenter', 'focus', 'touchstart']) {
    button.addEventListener(sign, fetchQuietly, { once: true, passive: true });
  }

  const show = (): void => {
    document.body.append(host);
    document.dispatchEvent(new CustomEvent('deskhand:ready'));
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show, { once: true });

  whenIdle(() => {
    const { conversation, open } = memory.read();
    if (!savesData()) void front.read();
    // On a phone the panel covers the page: it stays closed after a change of page, and open after a reload.
    if (open && (reloadedOpen() || !matchMedia('(max-width: 520px), (max-height: 480px)').matches)) openPanel(false);
    else if (conversation?.live) load().catch(() => undefined);
    else if (!savesData()) fetchQuietly();
  });
}

/** On a line where bytes are dear, the app's code is fetched only when it is wanted. */
function savesData(): boolean {
  return (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && window.Deskhand === undefined) start(script);

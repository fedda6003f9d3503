import { fill, toLocale, type Locale, type PageContext } from '#kernel';
import { accentVariables } from '#ui';
import tokens from '../../../libs/ui/src/tokens.css?inline';
import type { AppParts, AppScript, DeskhandApi, StartApp, WidgetApp, WidgetEvents, WidgetOptions } from './embed.js';
import { browserMemory } from './lib/memory.js';
import { launcherSvg } from './lib/launcher-icon.js';
import {
  failedTitle as failedEn,
  launcherOpen as openEn,
  launcherUnread_one as unreadOneEn,
  launcherUnread_other as unreadOtherEn,
} from './messages/en.json';
import { failedTitle as failedZh, launcherOpen as openZh, launcherUnread as unreadZh } from './messages/zh-CN.json';
import css from './styles/launcher.css?inline';

declare const __APP_FILE__: string;
declare global {
  interface Window {
    Deskhand?: DeskhandApi;
  }
}

const WORDS: Record<Locale, { open: string; failed: string; unread: (count: number) => string }> = {
  'zh-CN': { open: openZh, failed: failedZh, unread: () => unreadZh },
  en: { open: openEn, failed: failedEn, unread: (count) => (count === 1 ? unreadOneEn : unreadOtherEn) },
};

/** Waits until the page has loaded and has nothing urgent to do: the widget never delays the shop. */
function whenIdle(work: () => void): void {
  const idle = (): void => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 3_000 });
    else setTimeout(work, 500);
  };
  if (document.readyState === 'complete') idle();
  else window.addEventListener('load', idle, { once: true });
}

function adder(root: ShadowRoot): (css: string) => void {
  return (text) => {
    if ('adoptedStyleSheets' in root) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      return;
    }
    // Browsers before 2023 (Safari 16.3): they need style-src 'unsafe-inline' where the host has a CSP.
    const style = document.createElement('style');
    style.textContent = text;
    (root as ShadowRoot).appendChild(style);
  };
}

function start(script: HTMLScriptElement): void {
  const data = script.dataset;
  const home = new URL('.', script.src);
  const server = new URL(data['server'] ?? home.href, location.href).href.replace(/\/$/, '');
  const tag = data['locale'];
  const locale = toLocale(tag && tag !== 'auto' ? tag : document.documentElement.lang || navigator.language);
  const options: WidgetOptions = {
    server,
    locale,
    storeId: data['store'],
    name: data['name'],
    logo: data['logo'],
    questions: data['questions']
      ?.split('|')
      .map((each) => each.trim())
      .filter(Boolean),
  };
  const memory = browserMemory(server);
  const words = WORDS[locale];

  const host = document.createElement('deskhand-widget');
  const root = host.attachShadow({ mode: 'open' });
  const addStyles = adder(root);
  addStyles(tokens + css);
  const launcher = document.createElement('button');
  launcher.type = 'button';
  launcher.className = 'launcher';
  launcher.dataset['testid'] = 'launcher';
  launcher.setAttribute('aria-haspopup', 'dialog');
  launcher.setAttribute('aria-expanded', 'false');
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  const hint = document.createElement('span');
  hint.className = 'hint';
  hint.setAttribute('role', 'status');
  launcher.append(launcherSvg(), badge);
  root.append(hint, launcher);

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = data['theme'] === 'light' || data['theme'] === 'dark' ? data['theme'] : undefined;
  const paint = (): void => {
    if (theme) host.dataset['theme'] = theme;
    const variables = accentVariables(data['accent'] ?? '', theme ?? (dark.matches ? 'dark' : 'light')) ?? {};
    for (const [name, value] of Object.entries(variables)) host.style.setProperty(name, value);
    if (data['position'] === 'left') host.dataset['side'] = 'left';
    const bottom = Number(data['bottom']);
    if (bottom > 0) host.style.setProperty('--dh-bottom', `${bottom}px`);
  };
  paint();
  dark.addEventListener?.('change', paint);

  const listeners = new Map<string, Set<(detail: never) => void>>();
  const tell: AppParts['tell'] = (event, detail) => {
    for (const listener of listeners.get(event) ?? []) {
      try {
        (listener as (detail: WidgetEvents[typeof event]) => void)(detail);
      } catch (error) {
        // The host page's own fault: it is reported there and does not stop the widget.
        setTimeout(() => {
          throw error;
        });
      }
    }
  };
  const setUnread = (count: number): void => {
    badge.textContent = count > 99 ? '99+' : count > 0 ? String(count) : '';
    launcher.setAttribute('aria-label', count > 0 ? fill(words.unread(count), { count }) : words.open);
    tell('unread', count);
  };
  setUnread(0);

  let app: Promise<WidgetApp> | undefined;
  let identity: string | undefined;
  let context: PageContext | undefined;
  const load = (): Promise<WidgetApp> => {
    app ??= new Promise<WidgetApp>((resolve, reject) => {
      const code = document.createElement('script') as AppScript;
      code.src = new URL(__APP_FILE__, home).href;
      code.async = true;
      // A host with a strict CSP gives its nonce to this script; what it loads needs it too.
      if (script.nonce) code.nonce = script.nonce;
      code.deskhand = (run: StartApp) => {
        resolve(run({ root, launcher, options, memory, identity, context, addStyles, setUnread, tell }));
      };
      code.onerror = () => {
        code.remove();
        app = undefined;
        reject(new Error('the widget could not be loaded'));
      };
      document.head.append(code);
    });
    return app;
  };
  const withApp = (work: (app: WidgetApp) => void): void => {
    load().then(
      (loaded) => {
        hint.textContent = '';
        work(loaded);
      },
      () => {
        hint.textContent = words.failed;
        tell('error', { code: 'UNAVAILABLE', message: words.failed });
      },
    );
  };
  const ifLoaded = (work: (app: WidgetApp) => void): void => {
    app?.then(work, () => undefined);
  };

  window.Deskhand = {
    open: () => withApp((loaded) => loaded.open(true)),
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
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (detail: never) => void));
      return () => set.delete(listener as (detail: never) => void);
    },
  };

  launcher.addEventListener('click', () => {
    if (launcher.getAttribute('aria-expanded') === 'true') ifLoaded((loaded) => loaded.close());
    else withApp((loaded) => loaded.open(true));
  });
  // Whoever points at the launcher is about to press it.
  for (const sign of ['pointerenter', 'focus', 'touchstart']) {
    launcher.addEventListener(sign, () => void load().catch(() => undefined), { once: true, passive: true });
  }

  const show = (): void => {
    document.body.append(host);
    document.dispatchEvent(new CustomEvent('deskhand:ready'));
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show, { once: true });

  whenIdle(() => {
    const { conversation, open } = memory.read();
    // On a phone the panel covers the page: it stays closed after a change of page.
    if (open && !matchMedia('(max-width: 520px)').matches) withApp((loaded) => loaded.open(false));
    else if (conversation?.live) ifLoadedOrNow();
    else {
      const link = document.createElement('link');
      link.rel = 'prefetch';
      link.as = 'script';
      link.href = new URL(__APP_FILE__, home).href;
      document.head.append(link);
    }
  });
  function ifLoadedOrNow(): void {
    load().catch(() => undefined);
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && window.Deskhand === undefined) start(script);

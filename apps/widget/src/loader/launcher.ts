import { fill, type Locale } from '#kernel';
import { accentVariables } from '#ui';
import tokens from '../../../../libs/ui/src/tokens.css?inline';
import {
  failedTitle as failedEn,
  launcherOpen as openEn,
  launcherUnread_one as unreadOneEn,
  launcherUnread_other as unreadOtherEn,
} from '../messages/en.json';
import { failedTitle as failedZh, launcherOpen as openZh, launcherUnread as unreadZh } from '../messages/zh-CN.json';
import css from '../styles/launcher.css?inline';
import { launcherSvg } from './launcher-icon.js';

/** Only these few: the whole message files come with the app. */
const WORDS: Record<Locale, { open: string; failed: string; unread: (count: number) => string }> = {
  'zh-CN': { open: openZh, failed: failedZh, unread: () => unreadZh },
  en: { open: openEn, failed: failedEn, unread: (count) => (count === 1 ? unreadOneEn : unreadOtherEn) },
};

export interface Look {
  readonly theme?: 'light' | 'dark';
  readonly accent?: string;
  readonly side?: 'left' | 'right';
}

export interface Launcher {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  readonly failedWords: string;
  addStyles(css: string): void;
  setUnread(count: number): void;
  setLook(look: Look): void;
  /** A word beside the launcher, e.g. that the desk cannot be reached; '' takes it away. */
  setHint(words: string): void;
}

function addStyles(root: ShadowRoot, css: string): void {
  if ('adoptedStyleSheets' in Document.prototype && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return;
  }
  // Browsers before 2023 (Safari 16.3): these need style-src 'unsafe-inline' where the host has a CSP.
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
}

/** The round button in the page's corner, in a shadow tree of its own. It is not in the page until `host` is appended. */
export function makeLauncher(locale: Locale, first: Look): Launcher {
  const words = WORDS[locale];
  let look = first;
  const host = document.createElement('deskhand-widget');
  const root = host.attachShadow({ mode: 'open' });
  addStyles(root, tokens + css);

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'launcher';
  button.lang = locale;
  button.dataset['testid'] = 'launcher';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  button.append(launcherSvg(), badge);
  const hint = document.createElement('span');
  hint.className = 'hint';
  hint.setAttribute('role', 'status');
  root.append(hint, button);

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (): void => {
    if (look.theme) host.dataset['theme'] = look.theme;
    else delete host.dataset['theme'];
    host.dataset['side'] = look.side ?? 'right';
    const variables = accentVariables(look.accent ?? '', look.theme ?? (dark.matches ? 'dark' : 'light'));
    // One by one: the host's own rules for the launcher's place stay.
    for (const name of painted) host.style.removeProperty(name);
    painted = Object.keys(variables ?? {});
    for (const [name, value] of Object.entries(variables ?? {})) host.style.setProperty(name, value);
  };
  let painted: string[] = [];
  paint();
  dark.addEventListener?.('change', paint);

  const setUnread = (count: number): void => {
    badge.textContent = count > 99 ? '99+' : count > 0 ? String(count) : '';
    button.setAttribute('aria-label', count > 0 ? fill(words.unread(count), { count }) : words.open);
  };
  setUnread(0);
  return {
    host,
    root,
    button,
    failedWords: words.failed,
    addStyles: (text) => addStyles(root, text),
    setUnread,
    setLook(next) {
      look = next;
      paint();
    },
    setHint(text) {
      hint.textContent = text;
    },
  };
}

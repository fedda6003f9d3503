import type { PageContext } from '#kernel';
import { render } from 'preact';
import type { AppParts, AppScript, WidgetApp } from './embed.js';
import { BackStack } from './lib/back-stack.js';
import { Chime } from './lib/chime.js';
import { times } from './lib/time.js';
import { translator } from './lib/words.js';
import { Desk } from './net/desk.js';
import attachmentsCss from './styles/attachments.css?inline';
import blocksCss from './styles/blocks.css?inline';
import messagesCss from './styles/messages.css?inline';
import panelCss from './styles/panel.css?inline';
import { Store } from './state/state.js';
import { LightboxPlace } from './ui/lightbox.js';
import { SurroundingsContext, type Surroundings, type Shown } from './ui/context.js';
import { Panel } from './ui/panel.js';

/** The page the shopper is on, without the query and the hash: they may carry what is nobody's business. */
function pageContext(subject: PageContext | null): PageContext {
  return { url: `${location.origin}${location.pathname}`, title: document.title, ...subject };
}

function start(parts: AppParts): WidgetApp {
  const { options, memory, launcher, tell } = parts;
  const t = translator(options.locale);
  const chime = new Chime();
  let open = false;
  const desk = new Desk({
    server: options.server,
    locale: options.locale,
    storeId: options.storeId,
    memory,
    t,
    context: pageContext,
    tell: (event, detail) => {
      tell(event, detail);
      if (event === 'message') sound();
    },
  });
  const surroundings: Surroundings = {
    desk,
    options,
    memory,
    locale: options.locale,
    t,
    times: times(options.locale, t),
    back: new BackStack(),
    chime,
    lightbox: new Store<Shown | null>(null),
    focusInput: () => parts.root.querySelector<HTMLElement>('[data-testid=input]')?.focus(),
  };
  /** For whoever does not look at the conversation, and wants it. */
  const sound = (): void => {
    if (memory.read().sound && (!open || document.visibilityState === 'hidden')) chime.play();
  };
  const lookAgain = (): void => void parts.front().then((front) => desk.setFront(front));

  parts.addStyles(messagesCss + blocksCss + attachmentsCss + panelCss);
  const place = document.createElement('div');
  place.className = 'app';
  place.lang = options.locale;
  parts.root.insertBefore(place, launcher);

  const draw = (focus: boolean): void => {
    launcher.setAttribute('aria-expanded', String(open));
    render(
      open ? (
        <SurroundingsContext.Provider value={surroundings}>
          <Panel focus={focus} onClose={close} />
          <LightboxPlace />
        </SurroundingsContext.Provider>
      ) : null,
      place,
    );
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    surroundings.lightbox.update(() => null);
    memory.write({ open });
    draw(false);
    launcher.focus({ preventScroll: true });
    tell('close', undefined);
  };
  const showUnread = unreadShower(parts, t);
  desk.store.subscribe(() => showUnread(desk.unread));

  if (parts.context) desk.setSubject(parts.context);
  if (parts.identity !== undefined) desk.identify(parts.identity);
  desk.open();
  // After a reload a first touch anywhere lets the page sound again.
  window.addEventListener('pointerdown', () => memory.read().sound && chime.prepare(), { once: true, passive: true });
  window.addEventListener('online', () => desk.retryNow());
  window.addEventListener('storage', () => desk.followLogout());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') desk.retryNow();
  });

  return {
    open(byShopper) {
      if (open) return;
      open = true;
      memory.write({ open });
      lookAgain();
      draw(byShopper);
      tell('open', undefined);
    },
    close() {
      // The page closes it: it may be about to go elsewhere, so its history stays as it is.
      surroundings.back.leaveEntries(close);
    },
    identify: (jwt) => desk.identify(jwt),
    setContext: (page) => desk.setSubject(page),
    logout() {
      desk.logout();
      memory.write({ open });
    },
  };
}

/** Unread messages: on the launcher, and in the page's title while the page is in the background. */
function unreadShower(parts: AppParts, t: Surroundings['t']): (count: number) => void {
  let shown = 0;
  let title: { own: string; marked: string } | null = null;
  const restore = (): void => {
    // The page may have set another title meanwhile: that one stays.
    if (title !== null && document.title === title.marked) document.title = title.own;
    title = null;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') restore();
  });
  return (count) => {
    if (count === shown) return;
    shown = count;
    parts.setUnread(count);
    restore();
    if (count > 0 && document.visibilityState === 'hidden') {
      const own = document.title;
      title = { own, marked: t('titleUnread', { count, title: own }) };
      document.title = title.marked;
    }
  };
}

(document.currentScript as AppScript | null)?.deskhand?.(start);

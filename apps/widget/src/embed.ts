import type { Locale, PageContext, WidgetFront, WireConversation, WireError, WireMessage } from '#kernel';
import type { Memory } from './lib/memory.js';

/** What the script tag says; see README.md for the attributes. */
export interface WidgetOptions {
  readonly server: string;
  readonly locale: Locale;
  readonly storeId?: string;
  /** The shop's name, for the panel's title; where the tag says nothing, the desk's settings do. */
  readonly name?: string;
  /** Address of the shop's logo, shown in the panel's head. */
  readonly logo?: string;
  /** Questions offered at the start instead of the built-in ones. */
  readonly questions?: readonly string[];
}

/** What a host page can hear of with `Deskhand.on(event, fn)`. */
export interface WidgetEvents {
  open: undefined;
  close: undefined;
  /** How many messages wait unread. */
  unread: number;
  message: WireMessage;
  conversation: WireConversation;
  error: Partial<WireError>;
}

/** `window.Deskhand`. Every call may be made before the widget has loaded. */
export interface DeskhandApi {
  open(): void;
  close(): void;
  /** Says who the shopper is: a JWT signed by the shop's back end (see README.md). */
  identify(jwt: string): void;
  /** Replaces what is sent along about the page; missing fields fall back to the page's own address and title, null to both. */
  setContext(context: PageContext | null): void;
  /** Forgets the shopper in this browser. Call it when the shopper signs out of the shop. */
  logout(): void;
  /** @returns a function that ends the subscription. */
  on<E extends keyof WidgetEvents>(event: E, listener: (detail: WidgetEvents[E]) => void): () => void;
}

/** What the loader hands to the app it has fetched. */
export interface AppParts {
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  readonly options: WidgetOptions;
  readonly memory: Memory;
  readonly identity?: string;
  readonly context?: PageContext | null;
  /** What the desk shows first, as it is now (at most a minute old); null when it cannot be had. */
  front(): Promise<WidgetFront | null>;
  /** Adds a style sheet to the shadow root without inline styles, which the host's CSP may forbid. */
  addStyles(css: string): void;
  setUnread(count: number): void;
  tell<E extends keyof WidgetEvents>(event: E, detail: WidgetEvents[E]): void;
}

export interface WidgetApp {
  /** @param byShopper moves the focus into the panel; false when it merely opens again after a change of page. */
  open(byShopper: boolean): void;
  close(): void;
  identify(jwt: string): void;
  setContext(context: PageContext | null): void;
  logout(): void;
}

export type StartApp = (parts: AppParts) => WidgetApp;

/** The script element the loader makes for the app; the app hands itself over here instead of by a global name. */
export interface AppScript extends HTMLScriptElement {
  deskhand?: (start: StartApp) => void;
}

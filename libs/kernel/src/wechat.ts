export const WECHAT_ACCOUNT_KINDS = ['official', 'mini_program', 'wecom_kf'] as const;
/** An official account, the customer messages of a mini program, or WeChat customer service of a corporation. */
export type WeChatAccountKind = (typeof WECHAT_ACCOUNT_KINDS)[number];

/** `api`: by WeChat's sending interfaces; `passive`: only in the answer to a callback, for lack of the permission. */
export type WeChatSends = 'api' | 'passive';

/** An account of the merchant's at WeChat, as it is shown. Its secrets are never. */
export interface WireWeChatAccount {
  id: string;
  kind: WeChatAccountKind;
  name: string;
  /** The app id, or the corporation's id (wecom_kf). */
  appId: string;
  /** Messages must be encrypted. */
  encrypted: boolean;
  /** `environment`: set by WECHAT_* variables, and changed only there. */
  managedBy: 'environment' | 'desk';
  sends: WeChatSends;
  /** Nothing can be sent by this account until somebody has looked after it. */
  problem?: { code: string; at: string };
  version: number;
  /** Where WeChat is to call, below the desk's own address. */
  callbackPath: string;
}

/** What WeChat says of an account's id and secret. */
export interface WeChatAccountCheck {
  ok: boolean;
  /** WeChat's errcode; 0: it could not be reached. */
  code?: number;
}

/** The way from the web to WeChat for one shopper: good once, until `expiresAt`. */
export interface WeChatHandoverLink {
  accountId: string;
  kind: WeChatAccountKind;
  name: string;
  url: string;
  /** A phone's browser can open `url`; else the code has to be scanned, or pressed long in WeChat. */
  opens: boolean;
  /** The link as a QR code, an SVG picture. */
  qrSvg: string;
  expiresAt: string;
}

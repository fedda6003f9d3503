import { bodyOf, makeCallback, post, type Phone, type PhoneAccount } from './phone.js';
import type { WeChatStandIn } from './stand-in.js';

export type AccountKind = 'official' | 'mini_program' | 'wecom_kf';
type Answer = ReturnType<typeof post>;

/** What somebody can do with each kind of account, and how WeChat calls it back. */
export interface Hands {
  say: (text: string, menuId?: string) => Answer;
  picture: (mediaId: string) => Answer;
  /** Follows, or opens the chat. `scene`: what the code or link brings. */
  come: (scene?: string) => Answer;
  /** What the code or link that was made last brings; undefined: none of them can be taken here. */
  scanned: () => string | undefined;
  /** Undefined: nobody hears of it. */
  leave?: () => Answer;
  /** A key of the account's own menu. */
  tap?: (key: string) => Answer;
}

const picture = (MediaId: string): Record<string, string> => ({
  MsgType: 'image',
  PicUrl: 'https://example.invalid/',
  MediaId,
});

function ofOfficial(phone: Phone, wechat: WeChatStandIn, follows: () => boolean): Hands {
  return {
    say: (text, menuId) => phone.say(text, menuId === undefined ? {} : { bizmsgmenuid: menuId }),
    picture: (mediaId) => phone.send(picture(mediaId)),
    come: (scene) => {
      if (scene === undefined) return phone.event('subscribe', { EventKey: '' });
      const Ticket = 'ticket';
      if (follows()) return phone.event('SCAN', { EventKey: scene, Ticket }, 'scan');
      return phone.event('subscribe', { EventKey: `qrscene_${scene}`, Ticket });
    },
    scanned: () => wechat.scenes.at(-1) ?? '',
    leave: () => phone.event('unsubscribe'),
    tap: (key) => phone.event('CLICK', { EventKey: key }, 'click'),
  };
}

function ofProgram(phone: Phone, wechat: WeChatStandIn): Hands {
  return {
    say: (text) => phone.say(text),
    picture: (mediaId) => phone.send(picture(mediaId)),
    come: (scene = '') => phone.event('user_enter_tempsession', { SessionFrom: scene }, 'enter'),
    scanned: () => new URLSearchParams([...wechat.links.values()].at(-1) ?? '').get('deskhand') ?? '',
  };
}

function ofService({ user }: Phone, account: PhoneAccount, wechat: WeChatStandIn): Hands {
  const call = (): Answer => {
    const at = Math.floor(wechat.now() / 1000);
    const event = { ToUserName: account.appId, CreateTime: at, MsgType: 'event', Event: 'kf_msg_or_event' };
    const body = bodyOf({ ...event, Token: wechat.kf.token(), OpenKfId: 'wk-1' });
    return post(account.url, makeCallback(account, body));
  };
  return {
    say: (content, menuId) => {
      const text = { content, ...(menuId === undefined ? {} : { menu_id: menuId }) };
      wechat.customer(user, { msgtype: 'text', text });
      return call();
    },
    picture: (mediaId) => {
      wechat.customer(user, { msgtype: 'image', image: { media_id: mediaId } });
      return call();
    },
    come: () => {
      const event = { event_type: 'enter_session', open_kfid: 'wk-1', external_userid: user };
      wechat.customer(user, { msgtype: 'event', event: { ...event, welcome_code: wechat.kf.code(user) } }, 4);
      return call();
    },
    scanned: () => undefined,
  };
}

/** @param follows whether the user follows the official account now */
export function handsOf(
  kind: AccountKind,
  phone: Phone,
  { account, wechat, follows }: { account: PhoneAccount; wechat: WeChatStandIn; follows: () => boolean },
): Hands {
  if (kind === 'mini_program') return ofProgram(phone, wechat);
  return kind === 'wecom_kf' ? ofService(phone, account, wechat) : ofOfficial(phone, wechat, follows);
}

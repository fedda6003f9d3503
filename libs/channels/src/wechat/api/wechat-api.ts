import { Injectable } from '@nestjs/common';
import { MAX_ATTACHMENT_BYTES, toLocale, type Locale } from '#kernel';
import type { WeChatAccount } from '../accounts/accounts.js';
import { storable } from '../callback/body.js';
import type { Outgoing } from '../send/outgoing.js';
import { AccessTokens } from './access-tokens.js';
import { WeChatError } from './errors.js';
import { WeChatHttp, type Call, type Json } from './http.js';

type Enclosed = Extract<Outgoing, { attachmentId: string }>;

/** What can leave in one message: pictures and files by WeChat's id of them. */
export type Sendable = Exclude<Outgoing, Enclosed> | { type: Enclosed['type']; mediaId: string };

/** What WeChat tells of a user: the id that is the same over all accounts of one merchant, a name, a language. */
export interface Profile {
  unionId?: string;
  name?: string;
  locale?: Locale;
}

/** A message waits for what the menu says. */
const MENU_TIMEOUT_MS = 2_000;
const LONGEST_NAME = 100;
/** As many messages as WeChat gives at once. */
const PAGE = 1_000;

export interface Addressee {
  userId: string;
  kfId: string;
}

/** WeChat's interfaces, as far as the desk uses them. Everything throws WeChatError. */
@Injectable()
export class WeChatApi {
  constructor(
    private readonly http: WeChatHttp,
    private readonly tokens: AccessTokens,
  ) {}

  /** That id and secret are right and we may call from here. */
  async check(account: WeChatAccount): Promise<void> {
    await this.tokens.get(account);
  }

  /** @param msgId our own id of the message, where WeChat has a place for it. Returns WeChat's, if it tells. */
  async send(account: WeChatAccount, to: Addressee, content: Sendable, msgId: string): Promise<string | undefined> {
    const kf = account.kind === 'wecom_kf';
    const answer = await this.call(account, {
      path: kf ? '/cgi-bin/kf/send_msg' : '/cgi-bin/message/custom/send',
      body: {
        touser: to.userId,
        ...(kf ? { open_kfid: to.kfId, msgid: msgId } : {}),
        ...(kf ? kfContent(content) : plainContent(content)),
      },
    });
    return typeof answer['msgid'] === 'string' ? answer['msgid'] : undefined;
  }

  /** The one message that an event allows within 20 seconds. */
  async sendOnEvent(account: WeChatAccount, code: string, content: Sendable, msgId: string): Promise<void> {
    await this.call(account, {
      path: '/cgi-bin/kf/send_msg_on_event',
      body: { code, msgid: msgId, ...kfContent(content) },
    });
  }

  async typing(account: WeChatAccount, to: Addressee): Promise<void> {
    if (account.kind === 'wecom_kf') return;
    const path =
      account.kind === 'mini_program' ? '/cgi-bin/message/custom/business/typing' : '/cgi-bin/message/custom/typing';
    await this.call(account, { path, body: { touser: to.userId, command: 'Typing' } });
  }

  /** Returns WeChat's id of the picture or file, good for three days. */
  async upload(
    account: WeChatAccount,
    kind: Enclosed['type'],
    file: { name: string; type: string; bytes: Buffer },
  ): Promise<string> {
    const form = new FormData();
    form.set('media', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
    const answer = await this.call(account, { path: '/cgi-bin/media/upload', query: { type: kind }, body: form });
    if (typeof answer['media_id'] !== 'string') throw new WeChatError(0, 'WeChat gave no media id');
    return answer['media_id'];
  }

  /** Who a user is. Mini programs tell nothing of who only writes to them. */
  async profile(account: WeChatAccount, { userId }: Pick<Addressee, 'userId'>): Promise<Profile> {
    if (account.kind === 'mini_program') return {};
    const kf = account.kind === 'wecom_kf';
    const answer = await this.call(account, {
      ...(kf
        ? {
            path: '/cgi-bin/kf/customer/batchget',
            body: { external_userid_list: [userId], need_enter_session_context: 0 },
          }
        : { path: '/cgi-bin/user/info', query: { openid: userId, lang: 'zh_CN' } }),
    });
    const list: unknown = answer['customer_list'];
    const { unionid, nickname, language } = (kf ? (Array.isArray(list) ? (list[0] ?? {}) : {}) : answer) as Json;
    return {
      ...(isText(unionid) ? { unionId: unionid } : {}),
      ...(isText(nickname) ? { name: storable(nickname.trim()).slice(0, LONGEST_NAME).toWellFormed() } : {}),
      ...(isText(language) ? { locale: toLocale(language) } : {}),
    };
  }

  /** What stands on the keys of the account's menu that call back, by the key's name. */
  async menuLabels(account: WeChatAccount): Promise<Map<string, string>> {
    const answer = await this.call(account, {
      path: '/cgi-bin/get_current_selfmenu_info',
      timeoutMs: MENU_TIMEOUT_MS,
    });
    const labels = new Map<string, string>();
    const collect = (buttons: unknown): void => {
      for (const button of Array.isArray(buttons) ? (buttons as Json[]) : []) {
        const { key, name, sub_button: below } = button;
        if (isText(key) && isText(name)) labels.set(key, storable(name));
        collect((below as Json | undefined)?.['list']);
      }
    };
    collect((answer['selfmenu_info'] as Json | undefined)?.['button']);
    return labels;
  }

  /** What a user has sent. Throws FileTooLarge too. */
  download(account: WeChatAccount, mediaId: string): Promise<Buffer> {
    return this.withToken(account, (token) =>
      this.http.bytes(
        account,
        { path: '/cgi-bin/media/get', query: { access_token: token, media_id: mediaId } },
        MAX_ATTACHMENT_BYTES,
      ),
    );
  }

  /**
   * A page of what customers have written to a service account, after `cursor`; empty: from three days ago. A token or a cursor that WeChat
   * does not know any more is done without: the first costs calls, the second brings again what was here.
   */
  async syncMessages(
    account: WeChatAccount,
    { kfId, cursor, token }: { kfId: string; cursor: string; token: string },
  ): Promise<{ messages: Json[]; cursor: string; hasMore: boolean }> {
    const fetch = (from: { cursor?: string; token?: string }): Promise<Json> =>
      this.call(account, { path: '/cgi-bin/kf/sync_msg', body: { open_kfid: kfId, limit: PAGE, ...from } });
    const place = cursor === '' ? {} : { cursor };
    const further = [...(token === '' ? [] : [place]), ...(cursor === '' ? [] : [{}])];
    let answer = fetch(token === '' ? place : { ...place, token });
    for (const without of further)
      answer = answer.catch((error: unknown) => {
        if (error instanceof WeChatError && error.kind === 'other') return fetch(without);
        throw error;
      });
    const { msg_list: list, next_cursor: next, has_more: more } = await answer;
    return {
      messages: Array.isArray(list) ? (list as Json[]) : [],
      cursor: isText(next) ? next : cursor,
      hasMore: more === 1 || more === true,
    };
  }

  /** Moves a session. Returns a code that allows one more message, where there is one. */
  async setServiceState(account: WeChatAccount, to: Addressee, state: 1 | 4): Promise<string | undefined> {
    const answer = await this.call(account, {
      path: '/cgi-bin/kf/service_state/trans',
      body: { open_kfid: to.kfId, external_userid: to.userId, service_state: state },
    });
    return typeof answer['msg_code'] === 'string' ? answer['msg_code'] : undefined;
  }

  /** A QR code for one scene, good for `seconds`: the address that it holds. */
  async sceneCode(account: WeChatAccount, scene: string, seconds: number): Promise<string> {
    const answer = await this.call(account, {
      path: '/cgi-bin/qrcode/create',
      body: { expire_seconds: seconds, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: scene } } },
    });
    if (typeof answer['url'] !== 'string') throw new WeChatError(0, 'WeChat gave no code');
    return answer['url'];
  }

  /** The link that opens the mini program with `query`, until `until`. */
  async programLink(account: WeChatAccount, query: string, until: Date): Promise<string> {
    const answer = await this.call(account, {
      path: '/wxa/generate_urllink',
      body: { query, expire_type: 0, expire_time: Math.floor(until.getTime() / 1000) },
    });
    if (typeof answer['url_link'] !== 'string') throw new WeChatError(0, 'WeChat gave no link');
    return answer['url_link'];
  }

  /** The corporation's first service account (open_kfid). Undefined: it has none. */
  async firstServiceAccount(account: WeChatAccount): Promise<string | undefined> {
    const answer = await this.call(account, { path: '/cgi-bin/kf/account/list', body: { offset: 0, limit: 1 } });
    const list: unknown = answer['account_list'];
    const [first] = Array.isArray(list) ? (list as Json[]) : [];
    return isText(first?.['open_kfid']) ? first['open_kfid'] : undefined;
  }

  /** The link that opens a chat with a service account, to which a scene can be added. */
  async contactWay(account: WeChatAccount, kfId: string, scene: string): Promise<string> {
    const answer = await this.call(account, {
      path: '/cgi-bin/kf/add_contact_way',
      body: { open_kfid: kfId, scene },
    });
    if (typeof answer['url'] !== 'string') throw new WeChatError(0, 'WeChat gave no link');
    return answer['url'];
  }

  private call(account: WeChatAccount, { query, ...call }: Call): Promise<Json> {
    return this.withToken(account, (token) =>
      this.http.json(account, { ...call, query: { ...query, access_token: token } }),
    );
  }

  /** With a new token, once, when the one we had is not good any more. */
  private async withToken<T>(account: WeChatAccount, work: (token: string) => Promise<T>): Promise<T> {
    const token = await this.tokens.get(account);
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof WeChatError) || error.kind !== 'token') throw error;
      return work(await this.tokens.get(account, token));
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function plainContent(content: Sendable): object {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } };
    case 'image':
      return { msgtype: 'image', image: { media_id: content.mediaId } };
    case 'file':
      return { msgtype: 'file', file: { media_id: content.mediaId } };
    case 'menu':
      return {
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: content.head,
          list: content.items.map(({ id, label }) => ({ id, content: label })),
          tail_content: content.tail ?? '',
        },
      };
  }
}

function kfContent(content: Sendable): object {
  if (content.type !== 'menu') return plainContent(content);
  return {
    msgtype: 'msgmenu',
    msgmenu: {
      head_content: content.head,
      list: content.items.map(({ id, label }) => ({ type: 'click', click: { id, content: label } })),
      tail_content: content.tail ?? '',
    },
  };
}

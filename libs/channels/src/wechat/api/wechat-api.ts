import { Injectable } from '@nestjs/common';
import { MAX_ATTACHMENT_BYTES } from '#kernel';
import type { WeChatAccount } from '../accounts/accounts.js';
import type { Outgoing } from '../send/outgoing.js';
import { AccessTokens } from './access-tokens.js';
import { WeChatError } from './errors.js';
import { WeChatHttp, type Call, type Json } from './http.js';

/** What can leave in one message: pictures by WeChat's id of them. */
export type Sendable = Exclude<Outgoing, { type: 'image' }> | { type: 'image'; mediaId: string };

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

  /** Returns WeChat's id of the picture, good for three days. */
  async uploadImage(account: WeChatAccount, file: { name: string; type: string; bytes: Buffer }): Promise<string> {
    const form = new FormData();
    form.set('media', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
    const answer = await this.call(account, { path: '/cgi-bin/media/upload', query: { type: 'image' }, body: form });
    if (typeof answer['media_id'] !== 'string') throw new WeChatError(0, 'WeChat gave no media id');
    return answer['media_id'];
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

  async syncMessages(
    account: WeChatAccount,
    from: { kfId: string; cursor: string; token: string },
  ): Promise<{ messages: Json[]; cursor: string; hasMore: boolean }> {
    const answer = await this.call(account, {
      path: '/cgi-bin/kf/sync_msg',
      body: {
        open_kfid: from.kfId,
        limit: 1000,
        ...(from.cursor === '' ? {} : { cursor: from.cursor }),
        ...(from.token === '' ? {} : { token: from.token }),
      },
    });
    const { msg_list: list, next_cursor: cursor, has_more: more } = answer;
    return {
      messages: Array.isArray(list) ? (list as Json[]) : [],
      cursor: typeof cursor === 'string' ? cursor : from.cursor,
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

  /** The link that opens a chat with a service account, to which a scene can be added. */
  async contactWay(account: WeChatAccount, kfId: string, scene: string): Promise<string> {
    const answer = await this.call(account, {
      path: '/cgi-bin/kf/add_contact_way',
      body: { open_kfid: kfId, scene },
    });
    if (typeof answer['url'] !== 'string') throw new WeChatError(0, 'WeChat gave no link');
    return answer['url'];
  }

  private call(account: WeChatAccount, { path, query, body }: Call): Promise<Json> {
    return this.withToken(account, (token) =>
      this.http.json(account, { path, query: { ...query, access_token: token }, body }),
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

function plainContent(content: Sendable): object {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } };
    case 'image':
      return { msgtype: 'image', image: { media_id: content.mediaId } };
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

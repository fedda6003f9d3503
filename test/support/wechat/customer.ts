import { AES_KEY, APP_ID, TOKEN, type WeChatDesk } from './desk.js';
import { bodyOf, makeCallback, post } from './phone.js';
import type { SentMessage } from './stand-in.js';

const KF_ID = 'wk-1';

/** A customer of WeChat customer service: what they write waits at WeChat, which only calls that there is something. */
export class Customer {
  constructor(
    private readonly d: WeChatDesk,
    readonly user: string,
  ) {}

  /** Writes, which begins a session anew where one has ended. */
  async say(content: string): Promise<void> {
    const { wechat } = this.d;
    wechat.customer(this.user, { msgtype: 'text', text: { content } });
    const event = { ToUserName: APP_ID, CreateTime: Math.floor(wechat.now() / 1000), MsgType: 'event' };
    const body = bodyOf({ ...event, Event: 'kf_msg_or_event', Token: wechat.kf.token(), OpenKfId: KF_ID });
    const answer = await post(this.d.account.url, makeCallback({ appId: APP_ID, token: TOKEN, aesKey: AES_KEY }, body));
    if (answer.text !== 'success') throw new Error(`the callback was answered with ${answer.status} ${answer.text}`);
  }

  get screen(): SentMessage[] {
    return this.d.wechat.to(this.user);
  }

  /** WeChat's state of the session. */
  get state(): number | undefined {
    return this.d.wechat.kf.states.get(this.user);
  }
}

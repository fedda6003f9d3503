import type { AppConfig } from '#platform';
import type { Clock } from '#kernel';
import { Desk } from '../desk.js';
import { until } from '../wait.js';
import { WeChatStandIn } from './stand-in.js';
import { Phone, type PhoneAccount } from './phone.js';

export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const TOKEN = 'standintoken';
export const APP_ID = 'wx0123456789abcdef';

export interface WeChatDesk {
  desk: Desk;
  wechat: WeChatStandIn;
  account: PhoneAccount;
  phone: (user?: string, format?: 'xml' | 'json') => Phone;
  /** Everything that has come is read, answered and sent. */
  settled: () => Promise<void>;
  close: () => Promise<void>;
}

let users = 0;

/** WeChat tells times to the second; what happens in one second may have happened in any order. */
export async function nextSecond(): Promise<void> {
  const second = (): number => Math.floor(Date.now() / 1000);
  const now = second();
  await until(() => second() > now, 'the next second');
}

/** A whole desk with one account of the environment, and WeChat's servers beside it. */
export async function startWeChatDesk(
  over: {
    kind?: 'official' | 'mini_program' | 'wecom_kf';
    aes?: boolean;
    config?: Partial<Omit<AppConfig, 'embedded'>>;
    clock?: Clock;
  } = {},
): Promise<WeChatDesk> {
  const wechat = new WeChatStandIn();
  wechat.program = over.kind === 'mini_program';
  await wechat.start();
  const aesKey = over.aes === false ? undefined : AES_KEY;
  const desk = await Desk.start(
    {
      ...over.config,
      wechat: {
        secretsKey: 'test-'.repeat(8),
        apiBaseUrl: wechat.url,
        account: {
          id: 'shop',
          kind: over.kind ?? 'official',
          appId: APP_ID,
          appSecret: wechat.secret,
          token: TOKEN,
          aesKey,
        },
      },
    },
    undefined,
    over.clock,
  );
  const account = {
    url: `${desk.url}/api/v1/webhooks/wechat/shop`,
    appId: APP_ID,
    token: TOKEN,
    ...(aesKey ? { aesKey } : {}),
  };
  return {
    desk,
    wechat,
    account,
    phone: (user = `openid-${process.pid}-${++users}`, format = 'xml') => new Phone(user, account, wechat, format),
    settled: async () => {
      const waiting = async (): Promise<number> =>
        (await desk.db.query<{ n: number }>(`SELECT count(*)::int AS n FROM wechat_inbound WHERE state = 'waiting'`))[0]
          ?.n ?? 0;
      // What is fetched is found by a job, and what is read makes jobs.
      await desk.settled();
      await until(async () => (await waiting()) === 0, 'everything to be read', 30_000);
      await desk.settled();
    },
    close: async () => {
      await desk.close();
      await wechat.stop();
    },
  };
}

import type { WeChatHandoverLink, WireError } from '#kernel';
import type { FilesOptions } from './files.js';

/** There is no way over just now; `words` come from the server, in the shopper's language. */
export class HandoverFailed extends Error {
  constructor(readonly words?: string) {
    super('handover failed');
  }
}

/**
 * Asks for a link and code with which the shopper's conversation goes on at WeChat.
 *
 * @throws HandoverFailed
 */
export async function askHandover({ server, language, token }: FilesOptions): Promise<WeChatHandoverLink> {
  const headers = { Authorization: `Bearer ${(await token()) ?? ''}`, 'Accept-Language': language };
  const response = await fetch(`${server}/api/v1/wechat/handover`, { method: 'POST', headers }).catch(() => null);
  const answer = (await response?.json().catch(() => null)) as (WeChatHandoverLink & { error?: WireError }) | null;
  if (!response?.ok || !answer) throw new HandoverFailed(answer?.error?.message);
  return answer;
}

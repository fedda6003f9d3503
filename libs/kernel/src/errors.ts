import { fill, Locale, LOCALES, Words } from './locale.js';

interface ErrorKind {
  /** HTTP status an edge answers with. Domain code never reads it. */
  readonly status: number;
  readonly words: Words;
}

const kind = (status: number, zh: string, en: string): ErrorKind => ({ status, words: { 'zh-CN': zh, en } });

/** Every code the desk can answer with. A code, once shipped, keeps its meaning. `{place}` is filled from the error's details. */
export const ERROR_KINDS = {
  VALIDATION_FAILED: kind(400, '请求内容不正确：{reason}', 'The request is not valid: {reason}'),
  MALFORMED_JSON: kind(
    400,
    '请求体不是有效的 JSON，请检查后重试。',
    'The body is not valid JSON; correct it and try again.',
  ),
  TEXT_TOO_LONG: kind(
    400,
    '内容太长，最多 {max} 个字符，请分几次发送。',
    'The text is too long: at most {max} characters. Send it in parts.',
  ),
  TEXT_EMPTY: kind(400, '内容为空，请输入文字后再发送。', 'The text is empty; write something and send it again.'),
  CURSOR_INVALID: kind(
    400,
    '分页游标无效，请从第一页重新开始。',
    'The cursor is not valid; start again from the first page.',
  ),
  UNKNOWN_EVENT: kind(400, '不支持的事件：{event}', 'There is no event named {event}.'),
  VARIABLE_UNKNOWN: kind(
    400,
    '{name} 不是可用的变量，可用的有：{known}',
    '{name} is not a variable that can be filled; there are: {known}',
  ),
  PASSWORD_WRONG: kind(400, '当前密码不正确，请重新输入。', 'The present password is wrong; type it again.'),
  PASSWORD_WEAK: kind(400, '这个密码不够安全：{reason}。', 'This password is not safe enough: {reason}.'),
  LAST_ADMIN: kind(
    403,
    '至少要保留一位管理员，请先让另一位同事成为管理员。',
    'There must be an administrator left; make a colleague one first.',
  ),
  UNAUTHENTICATED: kind(401, '请先登录。', 'Sign in first.'),
  CREDENTIALS_INVALID: kind(401, '邮箱或密码不正确。', 'The e-mail or the password is wrong.'),
  TOKEN_INVALID: kind(401, '登录已失效，请重新登录。', 'Your sign-in is no longer valid; sign in again.'),
  IDENTITY_INVALID: kind(
    401,
    '会员身份凭证无效，请刷新页面后重试。',
    'The identity token is not valid; reload the page and try again.',
  ),
  FORBIDDEN: kind(403, '您没有进行此操作的权限。', 'You do not have the right to do this.'),
  ORIGIN_NOT_ALLOWED: kind(403, '此来源不在允许的范围内。', 'This origin is not allowed.'),
  NOT_FOUND: kind(404, '没有找到所请求的内容。', 'There is nothing here.'),
  CONVERSATION_NOT_FOUND: kind(404, '没有找到这个会话。', 'There is no such conversation.'),
  MESSAGE_NOT_FOUND: kind(404, '没有找到这条消息。', 'There is no such message.'),
  ARTICLE_NOT_FOUND: kind(404, '没有找到这篇文章。', 'There is no such article.'),
  ATTACHMENT_NOT_FOUND: kind(404, '没有找到这个附件，请重新上传。', 'There is no such attachment; upload it again.'),
  AGENT_NOT_FOUND: kind(404, '没有找到这位客服。', 'There is no such agent.'),
  CANNED_REPLY_NOT_FOUND: kind(404, '没有找到这条快捷回复。', 'There is no such canned reply.'),
  WECHAT_ACCOUNT_NOT_FOUND: kind(404, '没有找到这个微信账号。', 'There is no such WeChat account.'),
  WECHAT_ACCOUNT_TAKEN: kind(
    409,
    '已有同名的微信账号，请换一个账号标识。',
    'There is already a WeChat account with this id; choose another one.',
  ),
  WECHAT_ACCOUNT_OF_ENVIRONMENT: kind(
    409,
    '这个账号由环境变量配置，请修改 WECHAT_* 变量后重启。',
    'This account is set by the environment; change the WECHAT_* variables and start again.',
  ),
  WECHAT_KEY_MISSING: kind(
    503,
    '服务器没有设置 WECHAT_SECRETS_KEY，无法保存账号密钥。',
    'WECHAT_SECRETS_KEY is not set on the server, so secrets of accounts cannot be kept.',
  ),
  WECHAT_SECRET_UNREADABLE: kind(
    503,
    '账号密钥无法用当前的 WECHAT_SECRETS_KEY 读取，请恢复原来的密钥，或重新填写账号密钥。',
    'The account’s secrets cannot be read with the present WECHAT_SECRETS_KEY; restore the former key or enter the secrets again.',
  ),
  HANDOVER_UNAVAILABLE: kind(
    409,
    '现在无法转到微信继续，请在这里接着说。',
    'The conversation cannot be carried over to WeChat now; go on here.',
  ),
  WECHAT_SIGNATURE_INVALID: kind(403, '签名不正确或缺失。', 'The signature is wrong or missing.'),
  WECHAT_STALE: kind(403, '请求时间与当前时间相差太大。', 'The request is not of this time.'),
  WECHAT_REPLAYED: kind(403, '请求已被使用过。', 'This request was used before.'),
  WECHAT_PLAINTEXT_REFUSED: kind(
    403,
    '该账号只接受加密消息，请在微信后台选择安全模式。',
    'This account takes encrypted messages only; choose the secure mode in WeChat’s console.',
  ),
  WECHAT_BODY_INVALID: kind(400, '消息体不正确。', 'The body is not a message of WeChat’s.'),
  WECHAT_RECEIVER_WRONG: kind(403, '消息的接收方不是该账号。', 'The message is meant for another receiver.'),
  HANDOVER_INVALID: kind(
    409,
    '这个二维码或链接已失效，请回到网页重新获取。',
    'This code or link is no longer valid; get a new one on the web page.',
  ),
  ALREADY_ASSIGNED: kind(409, '这个会话已由 {name} 接待。', 'This conversation is already with {name}.'),
  NOT_QUEUED: kind(409, '这个会话现在不在排队中。', 'This conversation is not in the queue.'),
  NOT_OWNER: kind(409, '只有正在接待此会话的客服可以这样做。', 'Only the agent who has this conversation may do this.'),
  NOT_ASSIGNED: kind(
    409,
    '这个会话现在没有客服接待，悄悄话没有人能听到。',
    'Nobody has this conversation right now, so there is nobody to whisper to.',
  ),
  OWNER_CHANGED: kind(
    409,
    '会话的接待人刚刚变了，请看一眼现在的情况再决定。',
    'The conversation has just changed hands; look at it as it is now before you decide.',
  ),
  AGENT_NOT_ONLINE: kind(
    409,
    '{name} 现在不在线，请换一位同事，或交给技能组。',
    '{name} is not online; choose another colleague or a skill.',
  ),
  NOT_ONLINE: kind(409, '请先上线再接待会话。', 'Go online before you take a conversation.'),
  AT_CAPACITY: kind(409, '对方同时接待的会话已满。', 'That agent has as many conversations as they can take.'),
  TRANSITION_NOT_ALLOWED: kind(
    409,
    '会话当前状态（{from}）不能执行此操作。',
    'A conversation that is {from} cannot do this.',
  ),
  CRITICAL_STAYS: kind(
    409,
    '此事较为紧急，需由人工处理，请稍候。',
    'This case is critical and stays with a person; please wait a moment.',
  ),
  VERSION_CONFLICT: kind(409, '内容已被他人修改，请刷新后重试。', 'Somebody else changed this; reload and try again.'),
  ATTACHMENT_ALREADY_SENT: kind(
    409,
    '这个附件已经发送过了，如需再发请重新上传。',
    'This attachment has been sent already; upload it again to send it once more.',
  ),
  SHORTCUT_TAKEN: kind(
    409,
    '快捷码“{shortcut}”已被另一条回复使用，请换一个。',
    'Another reply already has the shortcut “{shortcut}”; choose another one.',
  ),
  EMAIL_TAKEN: kind(409, '这个邮箱已有账号。', 'There is already an account with this e-mail.'),
  PAYLOAD_TOO_LARGE: kind(413, '内容过大，请缩小后重试。', 'The content is too large; make it smaller and try again.'),
  ATTACHMENT_TOO_LARGE: kind(
    413,
    '文件太大，最大 {maxMegabytes} MB，请压缩后再发。',
    'The file is too large: at most {maxMegabytes} MB. Make it smaller and send it again.',
  ),
  ATTACHMENT_DIMENSIONS_TOO_LARGE: kind(
    413,
    '图片尺寸太大，最多 {maxMegapixels} 百万像素，请缩小后再发。',
    'The picture has too many pixels: at most {maxMegapixels} megapixels. Make it smaller and send it again.',
  ),
  TYPE_NOT_SUPPORTED: kind(415, '不支持这种内容类型。', 'This content type is not supported.'),
  ATTACHMENT_TYPE_NOT_SUPPORTED: kind(
    415,
    '只能发送 JPEG、PNG、WebP、GIF 图片和 PDF 文件。',
    'Only JPEG, PNG, WebP and GIF pictures and PDF files can be sent.',
  ),
  ATTACHMENT_UNREADABLE: kind(
    415,
    '文件已损坏或不完整，请换一个文件或重新保存后再试。',
    'The file is damaged or incomplete; try another one, or save it again.',
  ),
  RATE_LIMITED: kind(429, '操作太频繁，请稍后再试。', 'Too many requests; wait a moment and try again.'),
  UNAVAILABLE: kind(
    503,
    '服务暂时不可用，请稍后再试。',
    'The service is unavailable for the moment; try again shortly.',
  ),
  INTERNAL: kind(
    500,
    '系统出了点问题，我们已记录，请稍后再试。',
    'Something went wrong on our side; it has been recorded. Try again shortly.',
  ),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;

export interface WireError {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown>;
  retryAfterMs?: number;
}

/**
 * An outcome the caller is meant to hear about. Anything else that is thrown is a bug and reaches the caller as INTERNAL.
 * `details` are shown to the caller: never a secret, never another person's data. A detail that is `Words` reaches the caller in the
 * caller's language.
 */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly retryAfterMs?: number,
  ) {
    super(code);
    this.name = 'AppError';
  }

  get status(): number {
    return ERROR_KINDS[this.code].status;
  }

  toWire(locale: Locale): WireError {
    const places: Record<string, string | number> = {};
    const details: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.details)) {
      const said = isWords(value) ? value[locale] : value;
      details[name] = said;
      if (typeof said === 'string' || typeof said === 'number') places[name] = said;
      else if (name === 'agent' && isNamed(said)) places['name'] = said.name;
    }
    const wire: WireError = { code: this.code, message: fill(ERROR_KINDS[this.code].words[locale], places) };
    if (Object.keys(details).length > 0) wire.details = details;
    if (this.retryAfterMs !== undefined) wire.retryAfterMs = this.retryAfterMs;
    return wire;
  }
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && LOCALES.every((locale) => locale in value);
}

function isNamed(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

/** For the last branch of an exhaustive switch: a new case that nobody handles does not compile. */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

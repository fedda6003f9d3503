import { createHash } from 'node:crypto';
import type { WeChatAccountKind } from '#kernel';
import { BodyError, storable, type Fields } from '../callback/body.js';

export type MediaKind = 'image' | 'voice' | 'video' | 'file';

/** What somebody did, whichever account it came by. */
export type Arrival =
  | { kind: 'text'; text: string; menuId?: string }
  | { kind: 'media'; media: MediaKind; mediaId: string; recognition?: string }
  | { kind: 'location'; label: string; latitude: string; longitude: string }
  | { kind: 'link'; title: string; url: string }
  | { kind: 'unknown' }
  | { kind: 'follow' | 'scan' | 'enter'; scene?: string; welcomeCode?: string }
  | { kind: 'click'; key: string }
  | { kind: 'leave' }
  /** A message that WeChat took from us and could not deliver. */
  | { kind: 'not_delivered'; channelMessageId: string; failType: number };

export interface Callback {
  userId: string;
  /** ToUserName. */
  receiverId: string;
  kfId: string;
  /** Seconds. */
  saidAt: number;
  msgId?: string;
  dedupeKey: string;
  arrival: Arrival;
}

/** `sync`: messages wait to be fetched; `ignored`: nothing to do with us. */
export type ReadCallback =
  { kind: 'callback'; callback: Callback } | { kind: 'sync'; kfId: string; token: string } | { kind: 'ignored' };

/** Reads the fields of a callback. Throws BodyError when it lacks what each of them has. */
export function readCallback(kind: WeChatAccountKind, fields: Fields): ReadCallback {
  const type = required(fields, 'MsgType');
  const saidAt = seconds(required(fields, 'CreateTime'));
  const event = type === 'event' ? required(fields, 'Event') : undefined;
  if (event === 'kf_msg_or_event') {
    if (kind !== 'wecom_kf') return { kind: 'ignored' };
    return { kind: 'sync', kfId: required(fields, 'OpenKfId'), token: fields.get('Token') ?? '' };
  }
  // Its messages are fetched; what else it tells is of no user.
  if (kind === 'wecom_kf') return { kind: 'ignored' };
  const userId = required(fields, 'FromUserName');
  const arrival = event === undefined ? readMessage(type, fields) : readEvent(event, fields);
  if (!arrival) return { kind: 'ignored' };
  const msgId = event === undefined ? digits(fields.get('MsgId')?.trim()) : undefined;
  return {
    kind: 'callback',
    callback: {
      userId,
      receiverId: required(fields, 'ToUserName'),
      kfId: '',
      saidAt,
      ...(msgId === undefined ? {} : { msgId }),
      dedupeKey: dedupeKey({ userId, saidAt, arrival }, msgId, event, fields),
      arrival,
    },
  };
}

/**
 * Messages by user and WeChat's id of them, events by user, time, and what they are. WeChat's ids have been seen to come twice, so that what
 * was said counts too; the time does not, as the id is what a repeat is known by.
 */
function dedupeKey(
  { userId, saidAt, arrival }: Pick<Callback, 'userId' | 'saidAt' | 'arrival'>,
  msgId: string | undefined,
  event: string | undefined,
  fields: Fields,
): string {
  if (msgId !== undefined) return `${userId}:${msgId}:${digest(JSON.stringify(arrival))}`;
  if (event !== undefined) return `${userId}:${saidAt}:${short(`${event}:${fields.get('EventKey') ?? ''}`)}`;
  return `${userId}:${saidAt}:${digest([...fields].map(([name, value]) => `${name}=${value}`).join('\n'))}`;
}

/** Ids as they are, unless they are too long for a key. */
function short(id: string): string {
  return id.length <= 100 ? id : digest(id);
}

/** What was said stands in no key. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function readMessage(type: string, fields: Fields): Arrival {
  const field = (name: string): string => fields.get(name) ?? '';
  switch (type) {
    case 'text': {
      const menuId = fields.get('bizmsgmenuid');
      return { kind: 'text', text: field('Content'), ...(menuId ? { menuId } : {}) };
    }
    case 'image':
    case 'voice':
    case 'video':
    case 'shortvideo':
    case 'file': {
      const recognition = field('Recognition').trim();
      const media = type === 'shortvideo' ? 'video' : type;
      return { kind: 'media', media, mediaId: field('MediaId'), ...(recognition === '' ? {} : { recognition }) };
    }
    case 'location':
      return {
        kind: 'location',
        label: field('Label'),
        latitude: field('Location_X'),
        longitude: field('Location_Y'),
      };
    case 'link':
      return { kind: 'link', title: field('Title'), url: field('Url') };
    default:
      return { kind: 'unknown' };
  }
}

function readEvent(event: string, fields: Fields): Arrival | undefined {
  const key = fields.get('EventKey') ?? '';
  switch (event.toLowerCase()) {
    case 'subscribe':
      return { kind: 'follow', ...(key.startsWith('qrscene_') ? { scene: key.slice('qrscene_'.length) } : {}) };
    case 'unsubscribe':
      return { kind: 'leave' };
    case 'scan':
      return { kind: 'scan', scene: key };
    case 'click':
      return { kind: 'click', key };
    case 'user_enter_tempsession':
      return { kind: 'enter', ...sceneOf(fields.get('SessionFrom')) };
    default:
      return undefined;
  }
}

function sceneOf(scene: string | undefined): { scene?: string } {
  return scene ? { scene } : {};
}

/** A message of `kf/sync_msg`, as its JSON says. Undefined: not from a customer, or nothing to do with us. */
export function readKfMessage(message: Readonly<Record<string, unknown>>): Callback | undefined {
  const part = (name: string): Readonly<Record<string, unknown>> => record(message[name]);
  const event = part('event');
  const type = text(message['msgtype']);
  const userId = text(message['external_userid']) || text(event['external_userid']);
  const kfId = text(message['open_kfid']) || text(event['open_kfid']);
  const msgId = text(message['msgid']);
  const origin = Number(message['origin']);
  if (userId === '' || kfId === '' || msgId === '' || (type !== 'event' && origin !== 3)) return undefined;
  const arrival = type === 'event' ? readKfEvent(event) : readKfContent(type, part);
  if (!arrival) return undefined;
  const saidAt = Number(message['send_time']);
  return {
    userId,
    kfId,
    receiverId: kfId,
    saidAt: Number.isSafeInteger(saidAt) ? saidAt : 0,
    dedupeKey: `${kfId}:${short(msgId)}`,
    arrival,
  };
}

function readKfContent(type: string, part: (name: string) => Readonly<Record<string, unknown>>): Arrival {
  switch (type) {
    case 'text': {
      const menuId = text(part('text')['menu_id']);
      return { kind: 'text', text: text(part('text')['content']), ...(menuId === '' ? {} : { menuId }) };
    }
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
      return { kind: 'media', media: type, mediaId: text(part(type)['media_id']) };
    case 'location': {
      const { name, address, latitude, longitude } = part('location');
      const label = [text(name), text(address)].filter((one) => one !== '').join(' ');
      return { kind: 'location', label, latitude: text(latitude), longitude: text(longitude) };
    }
    case 'link':
      return { kind: 'link', title: text(part('link')['title']), url: text(part('link')['url']) };
    default:
      return { kind: 'unknown' };
  }
}

function readKfEvent(event: Readonly<Record<string, unknown>>): Arrival | undefined {
  const code = text(event['welcome_code']);
  const scene = text(event['scene_param']);
  switch (text(event['event_type'])) {
    case 'enter_session':
      return { kind: 'enter', ...sceneOf(scene), ...(code === '' ? {} : { welcomeCode: code }) };
    case 'msg_send_fail':
      return {
        kind: 'not_delivered',
        channelMessageId: text(event['fail_msgid']),
        failType: Number(event['fail_type'] ?? 0),
      };
    default:
      return undefined;
  }
}

const LONGEST_ID = 128;

function required(fields: Fields, name: string): string {
  const value = fields.get(name)?.trim() ?? '';
  if (value === '' || (value.length > LONGEST_ID && name !== 'EventKey')) throw new BodyError(`no ${name}`);
  return value;
}

function seconds(value: string): number {
  if (!/^\d{1,13}$/.test(value)) throw new BodyError('no CreateTime');
  const number = Number(value);
  return number > 99_999_999_999 ? Math.floor(number / 1000) : number;
}

function digits(value: string | undefined): string | undefined {
  return value !== undefined && /^\d{1,20}$/.test(value) ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? storable(value) : typeof value === 'number' ? String(value) : '';
}

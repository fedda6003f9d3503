import { v7, validate } from 'uuid';

/** A new id: UUID version 7, so ids of one table sort by the time they were made and index pages fill in order. */
export function newId(): string {
  return v7();
}

/** True for any RFC 9562 UUID, of whatever version. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}

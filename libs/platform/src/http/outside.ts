import { AppError } from '#kernel';

/** Deeper than anything we take, and far from where recursion over it (ours and our libraries') would end. */
const DEEPEST = 20;
/** More values than anything we take; looking at millions of them would hold everybody else up. */
const MOST_VALUES = 50_000;

/** An object's own `constructor` deceives whoever asks what kind of object it is, class-transformer among them. */
const LANGUAGE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What came from outside, made harmless for everything behind: texts well-formed (lone surrogates replaced) and without NUL, neither of
 * which PostgreSQL can store, and no field named like a part of the language. Throws VALIDATION_FAILED for what is nested too deeply or has too many values.
 */
export function fromOutside(value: unknown): unknown {
  let values = 0;
  const clean = (part: unknown, depth: number): unknown => {
    if (typeof part === 'string') return part.toWellFormed().replaceAll('\0', '');
    if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return part;
    if (depth > DEEPEST)
      throw refusal(`嵌套超过 ${DEEPEST} 层`, `the content is nested more than ${DEEPEST} levels deep`);
    values += Array.isArray(part) ? part.length : Object.keys(part).length;
    if (values > MOST_VALUES)
      throw refusal(`超过 ${MOST_VALUES} 个值`, `the content has more than ${MOST_VALUES} values`);
    if (Array.isArray(part)) return part.map((entry) => clean(entry, depth + 1));
    const fields = Object.entries(part).filter(([name]) => !LANGUAGE_NAMES.has(name));
    return Object.fromEntries(fields.map(([name, entry]) => [String(clean(name, depth)), clean(entry, depth + 1)]));
  };
  return clean(value, 0);
}

const refusal = (zh: string, en: string): AppError =>
  new AppError('VALIDATION_FAILED', { reason: { 'zh-CN': zh, en } });

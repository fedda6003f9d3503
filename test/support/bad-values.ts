/** A seeded source of values nobody expects, so that a failure can be played again. */
export class BadValues {
  private state: number;

  constructor(
    readonly seed: number,
    /** Ids that exist, of whatever kind: bad input that gets past the first check. */
    private readonly ids: readonly string[],
  ) {
    this.state = seed >>> 0;
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)] as T;
  }

  text(): string {
    switch (this.int(7)) {
      case 0:
        return this.pick(TEXTS);
      case 1:
        return this.pick(this.ids);
      case 2:
        return this.pick(TEXTS).repeat(1 + this.int(40));
      case 3:
        return Array.from({ length: this.int(30) }, () => String.fromCharCode(this.int(0x10000))).join('');
      case 4:
        return `${this.pick(TEXTS)}${this.pick(TEXTS)}`;
      case 5:
        return String(this.pick(NUMBERS));
      default:
        return this.pick(ALPHABET).repeat(this.pick([1, 3, 100, 4_000, 4_001, 4_001, 20_000, 20_000]));
    }
  }

  /** Any JSON value, mostly small; `depth` bounds the nesting. */
  value(depth = 3): unknown {
    switch (this.int(depth > 0 ? 9 : 6)) {
      case 0:
        return null;
      case 1:
        return this.next() < 0.5;
      case 2:
        return this.pick(NUMBERS);
      case 3:
        return this.pick(this.ids);
      case 4:
      case 5:
        return this.text();
      case 6:
        return Array.from({ length: this.int(4) }, () => this.value(depth - 1));
      default:
        return this.object(depth - 1);
    }
  }

  object(depth = 2): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (let i = this.int(5); i > 0; i--) this.set(made, this.pick(NAMES), this.value(depth));
    return made;
  }

  /** A good payload with something wrong: fields gone, replaced, added; now and then something else altogether. */
  spoilt(good: Readonly<Record<string, unknown>>): unknown {
    if (this.next() < 0.1) return this.value();
    const payload: Record<string, unknown> = { ...good };
    for (const name of Object.keys(good)) {
      const luck = this.next();
      if (luck < 0.12) Reflect.deleteProperty(payload, name);
      else if (luck < 0.4) this.set(payload, name, this.value());
      else if (luck < 0.55 && typeof good[name] === 'string') payload[name] = this.text();
      else if (luck < 0.65 && typeof good[name] === 'number') payload[name] = this.pick(NUMBERS);
    }
    if (this.next() < 0.3) this.set(payload, this.pick(NAMES), this.value());
    return payload;
  }

  /** As JSON.parse would: `__proto__` becomes a field like any other. */
  private set(on: Record<string, unknown>, name: string, value: unknown): void {
    Object.defineProperty(on, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

const ALPHABET = ['x', '停', '😀', '\u0000', '\ud800', '\u202e', ' ', '"', '\\', '{'];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  5,
  200,
  201,
  1.5,
  0.1,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 53,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
];
const TEXTS = [
  '',
  ' ',
  '停车多少钱',
  '我要投诉',
  '转人工',
  '谢谢',
  '算了不用人工了',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '__proto__',
  '\u0000',
  '\ud83d',
  '\ufffe\uffff',
  '\u202e\u200b\u200d\ufeff',
  '\r\n\r\n',
  "'; DROP TABLE message; --",
  '<script>alert(1)</script>',
  '{{7*7}}${7*7}%s%n$1',
  '../../../../etc/passwd',
  'a@b.c',
  '2026-02-30',
  '2026-01-31',
  '00:00',
  'zh-CN',
  'en',
  'online',
  'general',
  'admin',
  'http://x.example/',
  '(((((((((((((((((((((',
  'Ａ１　全角',
  '壹佰元 ¥99999999999999999999 1/0/0 99999999999',
  '13912345678 6222021234567890123 x@y.example',
];
const NAMES = [
  'text',
  'clientId',
  'conversationId',
  'to',
  'context',
  'limit',
  'id',
  '',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'length',
  'toJSON',
  '_placeholder',
  'num',
  'x'.repeat(1_000),
  '\u0000',
  '停车',
];

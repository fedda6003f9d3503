import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { dialogueRow } from './dialogues.task.js';
import { readRows } from './rows.js';

const ids = new Set(
  readdirSync('knowledge-base/zh-CN', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => basename(file, '.md')),
);

const known = { ids, place: 'knowledge-base' };

describe('the conversations of our own', () => {
  it('are well-formed, of three turns or more, and expect articles that exist', async () => {
    const rows = await readRows('knowledge-base/eval/dialogues/dialogues.jsonl', dialogueRow(known));
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ turns }) => turns.length < 3)).toEqual([]);
  });
});

describe('a row that is none', () => {
  it.each([
    [{ id: 'a', turns: [], expect: [] }, /"turns" must be a list/],
    [{ id: 'a', turns: [{ user: 'hi' }] }, /"expect" must be a list/],
    [{ id: 'a', turns: [{ user: 'hi' }], expect: [{ turn: 2, outcome: 'answered' }] }, /"turn" must be the number/],
    [{ id: 'a', turns: [{ user: 'hi' }], expect: [{ turn: 1, outcome: 'solved' }] }, /"outcome" must be one of/],
    [
      { id: 'a', turns: [{ user: 'hi' }], expect: [{ turn: 1, outcome: 'answered', faq_id: 7 }] },
      /"faq_id" must be a text/,
    ],
    [
      { id: 'a', turns: [{ user: 'hi' }], expect: [{ turn: 1, outcome: 'answered', also_ok: 'parking' }] },
      /"also_ok" must be a list of texts/,
    ],
    [
      { id: 'a', turns: [{ user: 'hi' }], expect: [{ turn: 1, outcome: 'answered', faq_id: 'no-such' }] },
      /no article "no-such" in knowledge-base/,
    ],
  ])('says what is wrong: %j', (row, message) => {
    expect(() => dialogueRow(known)(row)).toThrow(message);
  });
});

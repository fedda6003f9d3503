import { describe, expect, it } from '@jest/globals';
import { MemoryStorage } from '../lib/storage.js';
import { DRAFT_LIFE_MS, Drafts } from './drafts.js';

describe('Drafts', () => {
  it('keeps a draft per conversation and kind, for the next page too', () => {
    const storage = new MemoryStorage();
    new Drafts(storage, 'lin').write('c1', 'reply', '您好，');
    const later = new Drafts(storage, 'lin');
    expect(later.read('c1', 'reply')).toBe('您好，');
    expect(later.read('c1', 'note')).toBe('');
    expect(later.read('c2', 'reply')).toBe('');
    expect(later.withReply()).toEqual(new Set(['c1']));
  });

  it('forgets an emptied draft and shows nobody else’s', () => {
    const storage = new MemoryStorage();
    const lin = new Drafts(storage, 'lin');
    lin.write('c1', 'reply', 'x');
    lin.write('c1', 'reply', '  \n');
    expect(storage.keys()).toEqual([]);
    lin.write('c1', 'reply', 'x');
    expect(new Drafts(storage, 'chen').read('c1', 'reply')).toBe('');
  });

  it('adds a proposal after what was written, and tells who shows it', () => {
    const drafts = new Drafts(new MemoryStorage(), 'lin');
    const told: string[] = [];
    let changes = 0;
    drafts.onProposal((id) => told.push(id));
    drafts.subscribe(() => changes++);
    drafts.propose('c1', '很抱歉');
    drafts.propose('c1', '很抱歉');
    expect(drafts.read('c1', 'reply')).toBe('很抱歉');
    drafts.propose('c1', '请稍候');
    expect(drafts.read('c1', 'reply')).toBe('很抱歉\n请稍候');
    expect([told.length, changes]).toEqual([3, 3]);
  });

  it('sweeps what is old or broken and clears on sign-out', () => {
    const storage = new MemoryStorage();
    let now = 0;
    const drafts = new Drafts(storage, 'lin', () => now);
    drafts.write('old', 'reply', 'x');
    now = DRAFT_LIFE_MS + 1;
    drafts.write('new', 'reply', 'y');
    storage.setItem('deskhand.draft.lin.broken.reply', '{"text":');
    storage.setItem('deskhand.other', 'stays');
    drafts.sweep();
    expect(storage.keys().sort()).toEqual(['deskhand.draft.lin.new.reply', 'deskhand.other']);
    drafts.clear();
    expect(storage.keys()).toEqual(['deskhand.other']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { DefaultRoutingStrategy, type FreeAgent, type WaitingCase } from './routing-strategy.js';

const agent = (agentId: string, over: Partial<FreeAgent> = {}): FreeAgent => ({
  agentId,
  role: 'agent',
  skills: ['general'],
  stores: [],
  capacity: 5,
  load: 0,
  lastAssignedAt: null,
  ...over,
});
const waiting = (over: Partial<WaitingCase> = {}): WaitingCase => ({
  storeId: null,
  conversationId: 'c',
  skill: 'general',
  severity: 'normal',
  preferredAgentId: null,
  ...over,
});
const order = (w: WaitingCase, agents: FreeAgent[]): string[] =>
  new DefaultRoutingStrategy().rank(w, agents).map((a) => a.agentId);

describe('DefaultRoutingStrategy', () => {
  it('asks the preferred agent before anybody else, however busy', () => {
    const agents = [agent('idle'), agent('mine', { load: 4, skills: [] })];
    expect(order(waiting({ preferredAgentId: 'mine', skill: 'complaints' }), agents)).toEqual(['mine', 'idle']);
  });

  it('asks those with the skill first and the others after them', () => {
    const agents = [agent('other'), agent('skilled', { skills: ['aftersales'], load: 3 })];
    expect(order(waiting({ skill: 'aftersales' }), agents)).toEqual(['skilled', 'other']);
  });

  it("asks the store's own people before those of no store in particular, and those of others last", () => {
    const agents = [
      agent('a-elsewhere', { stores: ['pudong'] }),
      agent('b-nowhere'),
      agent('c-here', { stores: ['xuhui'] }),
    ];
    expect(order(waiting({ storeId: 'xuhui' }), agents)).toEqual(['c-here', 'b-nowhere', 'a-elsewhere']);
    expect(order(waiting(), agents)).toEqual(['a-elsewhere', 'b-nowhere', 'c-here']);
  });

  it.each([{ severity: 'critical' as const }, { skill: 'complaints' }])('prefers seniors for %j', (over) => {
    const agents = [
      agent('admin', { role: 'admin' }),
      agent('agent'),
      agent('supervisor', { role: 'supervisor' }),
      agent('senior', { role: 'senior', load: 4 }),
    ];
    expect(order(waiting(over), agents)).toEqual(['senior', 'supervisor', 'agent', 'admin']);
  });

  it('leaves supervisors and administrators for last in easy cases', () => {
    const agents = [
      agent('admin', { role: 'admin' }),
      agent('supervisor', { role: 'supervisor' }),
      agent('senior', { role: 'senior', load: 1 }),
      agent('agent', { load: 2 }),
    ];
    expect(order(waiting(), agents)).toEqual(['senior', 'agent', 'supervisor', 'admin']);
  });

  it('then the fewest conversations, then the longest idle, then never before once', () => {
    const at = (m: number): Date => new Date(Date.UTC(2026, 0, 1, 0, m));
    const agents = [
      agent('busy', { load: 2, lastAssignedAt: at(0) }),
      agent('recent', { load: 1, lastAssignedAt: at(9) }),
      agent('early', { load: 1, lastAssignedAt: at(1) }),
      agent('never', { load: 1 }),
    ];
    expect(order(waiting(), agents)).toEqual(['never', 'early', 'recent', 'busy']);
  });

  it('leaves its input as it was', () => {
    const agents = Object.freeze([agent('b', { load: 1 }), agent('a')]);
    expect(order(waiting(), agents as FreeAgent[])).toEqual(['a', 'b']);
    expect(agents.map((a) => a.agentId)).toEqual(['b', 'a']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { hasPermission } from './permissions.js';

describe('permissions by role', () => {
  it.each([
    ['agent', 'conversations.read', true],
    ['agent', 'conversations.read_all', false],
    ['agent', 'knowledge.write', false],
    ['agent', 'settings.write', false],
    ['senior', 'knowledge.write', true],
    ['senior', 'settings.write', false],
    ['supervisor', 'settings.write', true],
    ['supervisor', 'conversations.read_all', true],
    ['supervisor', 'agents.manage', false],
    ['admin', 'agents.manage', true],
  ] as const)('%s %s: %s', (role, permission, may) => {
    expect(hasPermission(role, permission)).toBe(may);
  });
});

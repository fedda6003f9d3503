export { decideHandoff } from './decide-handoff.js';
export type { PastTurn, PolicyInput, PolicyMessage } from './input.js';
export { activeRules, DEFAULT_HANDOFF_SETTINGS } from './settings.js';

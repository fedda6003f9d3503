export { decideHandoff } from './decide-handoff.js';
export type { PastTurn, PolicyInput, PolicyMessage } from './input.js';
export { DEFAULT_HANDOFF_SETTINGS, type HandoffRule, type HandoffSettings } from './settings.js';

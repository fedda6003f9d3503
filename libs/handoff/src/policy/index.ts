export { decideHandoff } from './decide-handoff.js';
export type { PastTurn, PolicyInput, PolicyMessage } from './input.js';
export {
  activeRules,
  DEFAULT_HANDOFF_SETTINGS,
  TRIGGERS,
  WORD_KINDS,
  type HandoffRule,
  type HandoffSettings,
  type TriggerName,
  type WordKind,
} from './settings.js';

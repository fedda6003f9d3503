export { GROUNDED_LIMITS, GroundedAnswerer } from './grounded-answerer.js';
export type {
  GroundedOutcome,
  GroundedReason,
  GroundedRequest,
  GroundedSentence,
  HistoryTurn,
  Passage,
} from './types.js';

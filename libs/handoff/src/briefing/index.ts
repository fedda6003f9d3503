export { makeBriefing } from './make-briefing.js';
export type { BriefingInput } from './input.js';

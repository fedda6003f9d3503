export { makeBriefing } from './make-briefing.js';
export type { BriefingInput } from './input.js';
export { BriefingRepository } from './briefing.repository.js';
export { BriefingWriter } from './briefing-writer.js';
export { HandoffBriefing } from './handoff-briefing.entity.js';

export { maySeeConversation, mayTakeOver } from './access.js';
export { HandoffDecision } from './decisions/handoff-decision.entity.js';
export {
  DecisionRepository,
  settingsHash,
  type DecisionRow,
  type NewDecision,
} from './decisions/decision.repository.js';
export { ALWAYS_OPEN, isOpen, nextOpening, type BusinessHours } from './desk/business-hours.js';
export { DESK_SETTINGS, DeskSettings } from './desk/desk-settings.js';
export { DeskService, type DeskState } from './desk/desk.service.js';
export { BEAT_MS } from './presence/intervals.js';
export { LeaseSweepService } from './presence/lease-sweep.service.js';
export { ServiceHeartbeat } from './presence/service-heartbeat.entity.js';
export { HandoffAssignment } from './queue/handoff-assignment.entity.js';
export { QueueService, type Place } from './queue/queue.service.js';
export { AgentAvailability } from './routing/agent-availability.entity.js';
export { AssignmentService, type ActingAgent } from './routing/assignment.service.js';
export type { AgentProfile, AvailabilityRow } from './routing/availability.repository.js';
export { AvailabilityService } from './routing/availability.service.js';
export { HandoffOffer, type OfferState } from './routing/handoff-offer.entity.js';
export {
  DefaultRoutingStrategy,
  RoutingStrategy,
  type FreeAgent,
  type WaitingCase,
} from './routing/routing-strategy.js';
export { RoutingService } from './routing/routing.service.js';
export { Setting } from './settings/setting.entity.js';
export {
  SettingsService,
  validSettings,
  type SettingGroup,
  type SettingsEditor,
  type StoredSettings,
} from './settings/settings.service.js';
export { SupervisionService } from './supervision/supervision.service.js';
export { HandoffModule } from './handoff.module.js';
export { SettingGroups } from './settings/setting-groups.js';
export { HANDOFF_SETTINGS } from './settings/handoff-settings.js';
export {
  activeRules,
  DEFAULT_HANDOFF_SETTINGS,
  decideHandoff,
  type PastTurn,
  type PolicyInput,
  type PolicyMessage,
} from './policy/index.js';
export { BriefingWriter, HandoffBriefing, makeBriefing, type BriefingInput } from './briefing/index.js';

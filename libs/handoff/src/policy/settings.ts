import { WORD_KINDS, type HandoffRule, type HandoffSettings } from '#kernel';

export const DEFAULT_HANDOFF_SETTINGS: HandoffSettings = {
  triggers: {},
  words: {},
  answerFrom: null,
  wrongAnswerCost: null,
  clarifyFrom: null,
  humanRequestScore: 0.5,
  complaintScore: 0.5,
  riskScore: 0.45,
  botFailureScore: 0.5,
  angerLevel: 0.6,
  urgentAnger: 0.6,
  trendTurns: 3,
  trendFloor: -0.35,
  trendDrop: 0.3,
  missesInARow: 3,
  repeatWithinTurns: 6,
  repeatLikeness: 0.7,
  complexRequests: 4,
  vipTiers: ['diamond', 'platinum', 'black', 'vip', '钻石', '铂金', '黑金', '黑钻', '至尊'],
  rules: [],
};

/** Everything the merchant listens for, as rules: the own rules that are on, and the further words of each trigger. */
export function activeRules({ rules, words }: HandoffSettings): HandoffRule[] {
  const further = WORD_KINDS.map((means): HandoffRule => {
    const own = words[means] ?? {};
    return { name: 'words', means, words: [...(own['zh-CN'] ?? []), ...(own.en ?? [])] };
  });
  return [...rules.filter((rule) => !rule.disabled), ...further.filter((rule) => rule.words.length > 0)];
}

import { type HandoffSettings, SHIPPED_THRESHOLDS } from '#kernel';

/** What a shop may set of its answers. The shipped values are the same for every shop and language. */
export interface KnowledgeSettings {
  /** From this certainty on (probability that the first article is right, 0..1) an answer is given. */
  answerFrom: number;
  /** From this confidence on (probability that one of the first three is right) the nearest articles are offered; below it the desk abstains. */
  clarifyFrom: number;
  /** From this confidence on a language model, where there is one, is given the passages: it may find in them what the figures do not see. */
  modelFrom: number;
  /** Longest extractive answer, in characters, before sentences are left out. */
  answerLength: number;
  /** IANA name: decides which day it is for articles with dates. */
  timeZone: string;
}

export const DEFAULT_KNOWLEDGE_SETTINGS: Readonly<KnowledgeSettings> = {
  ...SHIPPED_THRESHOLDS,
  modelFrom: 0.1,
  answerLength: 300,
  timeZone: 'Asia/Shanghai',
};

/** The thresholds a shop's settings come to: those it names, else those by the cost of a wrong answer, else the shipped ones. */
export function thresholdsBy({
  answerFrom,
  clarifyFrom,
  wrongAnswerCost,
}: Pick<HandoffSettings, 'answerFrom' | 'clarifyFrom' | 'wrongAnswerCost'>): Pick<
  KnowledgeSettings,
  'answerFrom' | 'clarifyFrom'
> {
  return {
    answerFrom: answerFrom ?? certaintyWorth(wrongAnswerCost) ?? DEFAULT_KNOWLEDGE_SETTINGS.answerFrom,
    clarifyFrom: clarifyFrom ?? DEFAULT_KNOWLEDGE_SETTINGS.clarifyFrom,
  };
}

/**
 * From which probability p on an answer costs less than none: answering costs `cost` when it is wrong (1 - p), not answering costs one
 * needless handover when it would have been right (p).
 */
function certaintyWorth(cost: number | null): number | undefined {
  return cost === null ? undefined : cost / (1 + cost);
}

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
  answerFrom: 0.48,
  clarifyFrom: 0.5,
  modelFrom: 0.1,
  answerLength: 300,
  timeZone: 'Asia/Shanghai',
};

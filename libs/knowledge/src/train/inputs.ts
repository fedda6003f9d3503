import { inputsDigest } from '#llm';

/** What both shipped models follow from. The readers of words in libs/llm are not among it: where they matter, the figures show it. */
const INPUTS = [
  'knowledge-base/corpus',
  ...['questions-a.jsonl', 'questions-b.jsonl'].map((name) => `knowledge-base/eval/${name}`),
  'knowledge-base/zh-CN',
  'knowledge-base/en',
  'libs/knowledge/src/train',
  'libs/llm/src/embeddings/features.ts',
];

/** Digest of the texts and the code that make the models. @param root of the repository */
export function trainingDigest(root: string): string {
  return inputsDigest(root, INPUTS);
}

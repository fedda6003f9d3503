import { inputsDigest } from '#llm';

/** What the shipped model follows from. The readers of words in libs/llm are not among it: where they matter, the figures show it. */
const INPUTS = [
  'libs/understanding/training',
  ...['topics.jsonl', 'elsewhere.jsonl', 'wordings', 'trades', 'strays'].map((name) => `knowledge-base/corpus/${name}`),
  ...['classes', 'cues', 'labels.ts', 'model/features.ts', 'text', 'train'].map(
    (name) => `libs/understanding/src/${name}`,
  ),
];

/** Digest of the texts and the code that make the model. @param root of the repository */
export function trainingDigest(root: string): string {
  return inputsDigest(root, INPUTS);
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { trainingDigest } from './inputs.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the shipped ranking', () => {
  it('is the one that `npm run train:retrieval` makes of this repository: train again after a change', () => {
    const { inputs } = JSON.parse(readFileSync(`${ROOT}libs/knowledge/src/retrieval/ranking.model`, 'utf8')) as {
      inputs: string;
    };
    expect(inputs).toBe(trainingDigest(ROOT));
  });
});

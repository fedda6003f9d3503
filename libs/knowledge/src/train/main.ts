import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus.js';
import { learningCurve } from './curve.js';
import { heldOutFigures } from './held-out.js';
import { trainingDigest } from './inputs.js';
import { ownShops } from './own-shop.js';
import { type FoldProblems, foldProblems } from './problems.js';
import { trainEmbedder } from './train-embedder.js';
import { trainRanking } from './train-ranking.js';

/*
 * `npm run train:retrieval [-- ROOT]`: reads knowledge-base/corpus and knowledge-base/eval, trains the embedder and the ranking, and
 * writes their model files beside the code. The same inputs give the same files.
 * Two options write nothing and print one JSON object a line. --curve: what embedders find in the demo shop that were trained on a quarter,
 * a half, three quarters and all of the corpus's questions. --held-out: what this recipe's ranking makes of the demo shop's questions
 * that it has not seen.
 */
const SEED = 1;
const FOLDS = [101, 102, 103];

const { values, positionals } = parseArgs({
  options: { curve: { type: 'boolean' }, 'held-out': { type: 'boolean' } },
  allowPositionals: true,
});
const root = positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);
const corpus = readCorpus(join(root, 'knowledge-base/corpus'));
const own = ownShops(join(root, 'knowledge-base'));

function folds(): FoldProblems[] {
  return FOLDS.map((seed) => {
    const made = foldProblems(corpus, own, seed);
    say(`ranking: ${Object.values(made).flat().length} problems of fold ${seed}`);
    return made;
  });
}

if (values.curve) {
  const whole = own.filter(({ kind }) => kind === 'whole');
  for (const point of learningCurve(corpus, whole, (part) => trainEmbedder(part, SEED))) print(point);
} else if (values['held-out']) heldOutFigures(folds(), own).forEach(print);
else {
  say(
    `embedder: ${corpus.wordings.length} wordings of ${corpus.topics.length} topics, ${corpus.elsewhere.length} of other matters`,
  );
  writeFileSync(join(root, 'libs/llm/src/embeddings/builtin.model'), trainEmbedder(corpus, SEED).encode());
  const ranking = trainRanking(folds().flatMap((fold) => Object.values(fold).flat()));
  const parts = { inputs: trainingDigest(root), ...ranking.toParts() };
  writeFileSync(join(root, 'libs/knowledge/src/retrieval/ranking.model'), `${JSON.stringify(parts)}\n`);
}

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from './corpus.js';
import { learningCurve } from './curve.js';
import { ownShops } from './own-shop.js';
import { foldProblems } from './problems.js';
import { trainEmbedder } from './train-embedder.js';
import { trainRanking } from './train-ranking.js';

/*
 * `npm run train:retrieval [-- ROOT]`: reads knowledge-base/corpus and knowledge-base/eval, trains the embedder and the ranking, and
 * writes their model files beside the code. The same inputs give the same files.
 * With --curve it writes nothing: it trains embedders on a quarter, a half, three quarters and all of the corpus's questions and prints
 * what each finds in the demo shop, one JSON object a line.
 */
const SEED = 1;
const FOLDS = [101, 102, 103];

const { values, positionals } = parseArgs({ options: { curve: { type: 'boolean' } }, allowPositionals: true });
const root = positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);
const corpus = readCorpus(join(root, 'knowledge-base/corpus'));
const own = ownShops(join(root, 'knowledge-base'));

if (values.curve) {
  const whole = own.filter(({ kind }) => kind === 'whole');
  for (const point of learningCurve(corpus, whole, (part) => trainEmbedder(part, SEED)))
    process.stdout.write(`${JSON.stringify(point)}\n`);
} else {
  say(
    `embedder: ${corpus.wordings.length} wordings of ${corpus.topics.length} topics, ${corpus.elsewhere.length} of other matters`,
  );
  writeFileSync(join(root, 'libs/llm/src/embeddings/builtin.model'), trainEmbedder(corpus, SEED).encode());

  const problems = FOLDS.flatMap((seed) => {
    const made = foldProblems(corpus, own, seed);
    say(`ranking: ${made.length} problems of fold ${seed}`);
    return made;
  });
  const ranking = trainRanking(problems);
  writeFileSync(join(root, 'libs/knowledge/src/retrieval/ranking.model'), `${JSON.stringify(ranking.toParts())}\n`);
}

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCorpus } from './corpus.js';
import { ownShops } from './own-shop.js';
import { foldProblems } from './problems.js';
import { trainEmbedder } from './train-embedder.js';
import { trainRanking } from './train-ranking.js';

/*
 * `npm run train:retrieval [-- ROOT]`: reads knowledge-base/corpus and knowledge-base/eval, trains the embedder and the ranking, and
 * writes their model files beside the code. The same inputs give the same files.
 */
const SEED = 1;
const FOLDS = [101, 102, 103];

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);
const corpus = readCorpus(join(root, 'knowledge-base/corpus'));
const own = ownShops(join(root, 'knowledge-base'));

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

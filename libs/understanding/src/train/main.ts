import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SystemClock } from '#kernel';
import { encodeModel } from '../model/model-file.js';
import { UnderstandingModel } from '../model/model.js';
import { UnderstandingService } from '../understanding.service.js';
import { readCorpus } from './corpus.js';
import { learningCurve } from './curve.js';
import { trainingDigest } from './inputs.js';
import { readMessages } from './messages.js';
import { reportOn } from './report.js';
import { trainModel } from './train-model.js';

/*
 * `npm run train:understanding [-- ROOT]`: reads libs/understanding/training and knowledge-base/corpus, trains on all but one message in
 * eight, writes libs/understanding/src/model/understanding.model and prints the figures on the rest for the README.
 * With --curve it writes nothing and prints those figures after training on a quarter, a half, three quarters and all of the texts, one
 * JSON object a line.
 */
const { values, positionals } = parseArgs({ options: { curve: { type: 'boolean' } }, allowPositionals: true });
const root = positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const library = join(root, 'libs/understanding');
const training = join(library, 'training');
const messages = readMessages(training);
const corpus = readCorpus(join(root, 'knowledge-base/corpus'), join(training, 'kinds-of-corpus.json'));
if (values.curve)
  for (const point of learningCurve(messages, corpus)) process.stdout.write(`${JSON.stringify(point)}\n`);
else {
  const file = encodeModel(trainModel(messages, corpus, undefined, trainingDigest(root)));
  writeFileSync(join(library, 'src/model/understanding.model'), file);
  const service = new UnderstandingService(new SystemClock(), UnderstandingModel.decode(file));
  process.stdout.write(`${JSON.stringify(reportOn(service, messages), null, 2)}\n`);
}

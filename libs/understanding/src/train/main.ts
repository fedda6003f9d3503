import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '#kernel';
import { UnderstandingModel } from '../model/model.js';
import { UnderstandingService } from '../understanding.service.js';
import { readCorpus } from './corpus.js';
import { readMessages } from './messages.js';
import { reportOn } from './report.js';
import { trainModel } from './train-model.js';

/*
 * `npm run train:understanding [-- ROOT]`: reads libs/understanding/training and knowledge-base/corpus, trains on all but one message in
 * eight, writes libs/understanding/src/model/understanding.model and prints the figures on the rest for the README.
 */
const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const library = join(root, 'libs/understanding');
const training = join(library, 'training');
const messages = readMessages(training);
const corpus = readCorpus(join(root, 'knowledge-base/corpus'), join(training, 'kinds-of-corpus.json'));
const file = trainModel(messages, corpus);
writeFileSync(join(library, 'src/model/understanding.model'), `${JSON.stringify(file)}\n`);
const service = new UnderstandingService(new SystemClock(), new UnderstandingModel(file));
process.stdout.write(`${JSON.stringify(reportOn(service, messages), null, 2)}\n`);

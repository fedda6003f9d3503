import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMessages } from './messages.js';
import { trainModel, reportOn } from './train-model.js';

/*
 * `npm run train:understanding [-- ROOT]`: reads libs/understanding/training, trains on seven eighths, measures on the rest, writes
 * libs/understanding/src/model/understanding.model and prints the figures for the README.
 */
const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const library = join(root, 'libs/understanding');
const messages = readMessages(join(library, 'training'));
const model = trainModel(messages);
writeFileSync(join(library, 'src/model/understanding.model'), `${JSON.stringify(model)}\n`);
process.stdout.write(`${JSON.stringify(reportOn(model, messages), null, 2)}\n`);

// Proves that what we train on is not what we are measured on:  node test/support/fair-play.mjs DATA [--drop]
// No training line may equal a test row (NFKC, lower case, digits as 0, punctuation out), nor share more than half of its character
// 4-grams with one. Names the training lines that do and ends with 1; test rows are never shown. With --drop the lines are taken out of
// their files. Without the folder DATA there is nothing to compare with, and it says so.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GRAM = 4;
const MOST = 0.5;
/** Below this many 4-grams only equality counts: any two short lines share half of a few grams. */
const FEWEST = 4;
/** Files that are themselves the training side of a set. */
const TRAINING_SIDE = new Set(['oos_en_kb_train.jsonl']);
const TRAINING = [
  'knowledge-base/corpus',
  ...['wordings', 'trades', 'strays'].map((folder) => `knowledge-base/corpus/${folder}`),
  'libs/understanding/training',
];

/** Fields that hold sentences; ids, labels and the names of topics are none. */
const WRITTEN = /^(?:text|texts|query|titles|body|turns|user)$/u;

const [data, flag] = process.argv.slice(2);
if (!data || !existsSync(data)) {
  console.log(`fair play: no test rows at ${data ?? '(no folder given)'}; nothing compared`);
  process.exit(0);
}

const plain = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d/gu, '0')
    .replace(/[^\p{L}\p{N}]+/gu, '');
const grams = (text) =>
  new Set(Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, i) => text.slice(i, i + GRAM)));
const jsonl = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
    : [];
const lines = (path) => readFileSync(path, 'utf8').split('\n');

/** Every text in a row that somebody wrote. */
function textsOf(value) {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => WRITTEN.test(name))
    .flatMap(([, inner]) => textsOf(inner));
}

const whole = new Set();
const byGram = new Map();
let rows = 0;
for (const name of jsonl(data)) {
  // Articles of a knowledge base are given to whoever answers: they are no test.
  if (TRAINING_SIDE.has(name) || /(?:^|_)kb(?:_|\.)/u.test(name)) continue;
  for (const line of lines(join(data, name))) {
    if (line.trim() === '') continue;
    for (const text of textsOf(JSON.parse(line)).map(plain)) {
      whole.add(text);
      for (const gram of grams(text)) {
        const held = byGram.get(gram);
        if (held) held.push(rows);
        else byGram.set(gram, [rows]);
      }
      rows += 1;
    }
  }
}

/** How many grams of the text at hand each row shares; all zeros between texts. */
const shared = new Uint16Array(rows);

function tooNear(text) {
  const own = plain(text);
  if (own.length > GRAM && whole.has(own)) return true;
  const parts = grams(own);
  if (parts.size < FEWEST) return false;
  const touched = [...parts].flatMap((gram) => byGram.get(gram) ?? []);
  for (const row of touched) shared[row] += 1;
  const most = touched.reduce((max, row) => Math.max(max, shared[row]), 0);
  for (const row of touched) shared[row] = 0;
  return most > parts.size * MOST;
}

let compared = 0;
let near = 0;

/** A row without its texts that are too near; undefined when nothing is left of it. */
function pruned(value) {
  if (typeof value === 'string') {
    compared += 1;
    return tooNear(value) ? undefined : value;
  }
  if (Array.isArray(value)) return value.map(pruned).filter((entry) => entry !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const row = { ...value };
  for (const [name, inner] of Object.entries(value)) {
    if (!WRITTEN.test(name)) continue;
    row[name] = pruned(inner) ?? '';
    if (row[name] === '' && name !== 'body') return undefined;
  }
  return row;
}

for (const path of TRAINING.flatMap((folder) => jsonl(folder).map((name) => join(folder, name)))) {
  const kept = [];
  for (const [i, line] of lines(path).entries()) {
    const row = line.trim() === '' ? line : pruned(JSON.parse(line));
    if (row === line) kept.push(line);
    else if (row === undefined || JSON.stringify(row) !== JSON.stringify(JSON.parse(line))) {
      near += 1;
      console.log(`${path}:${i + 1}: too near a test row`);
      if (row !== undefined) kept.push(JSON.stringify(row));
    } else kept.push(line);
  }
  if (flag === '--drop') writeFileSync(path, kept.join('\n'));
}
console.log(`fair play: ${compared} training texts against ${rows} test rows, ${near} rows too near`);
process.exit(near > 0 && flag !== '--drop' ? 1 : 0);

// No figure of the evaluation may fall unseen:  node test/support/eval-gate.mjs DATA [--write]
// Measures (the code must be built) and compares with test/support/eval-baseline.json as the parent commit has it. A figure with a target
// that is worse by more than one point fails; the others, which move with the thresholds or with what the ranking has learnt from, are
// only named. Sets that are not at hand in the folder DATA are left out and named; the project's own are always there.
// A fall that is meant stands in test/support/eval-accepted.json with both figures and the reason; it is good for that one fall alone.
// With --write the baseline in this folder becomes what was measured.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pLimit from 'p-limit';

const BASELINE = 'test/support/eval-baseline.json';
const ACCEPTED = 'test/support/eval-accepted.json';
const POINT = 0.01;
/** Figures are rounded to so much. */
const SAME = 0.0005;
const RETRIEVAL = ['recall@1', 'recall@3'];
const HARD = ['hard.recall@1', 'hard.recall@3'];
const OOS = ['coverage', 'oos_recall', 'auroc', 'oos_recall_at_95', '-wrong_of_answered'];
const HANDOFF = ['recall', '-false_alarms'];
const MESSAGES = [
  ...['zh', 'en'].flatMap((language) => HANDOFF.map((name) => name.replace(/(\w+)/u, `handoff.${language}.$1`))),
  'sentiment.macro_f1',
  'intent.accuracy',
];

/** Sets of plain questions: hardly any may raise an alarm. */
const PLAIN = [
  'retail_zh_queries',
  'faq_retrieval_zh',
  'oos_zh',
  'faq_retrieval_en',
  'faq_retrieval_en_banking77',
  'oos_en',
  'oos_retail_en',
];

const [data = '', flag] = process.argv.slice(2);
const own = (file) => join('knowledge-base', file);
const set = (file) => join(data, file);
/** Task, files, figures with a target, figures that are only watched. The ranking has learnt from the project's own questions. */
const RUNS = [
  ...['a', 'b'].flatMap((part) => [
    ['retrieval', { kb: 'knowledge-base', queries: own(`eval/questions-${part}.jsonl`) }, [], [...RETRIEVAL, ...HARD]],
    ['oos', { kb: 'knowledge-base', queries: own(`eval/questions-${part}.jsonl`) }, [], OOS],
  ]),
  ['retrieval', { kb: set('retail_zh_kb.jsonl'), queries: set('retail_zh_queries.jsonl') }, [...RETRIEVAL, ...HARD]],
  [
    'oos',
    { kb: set('retail_zh_kb.jsonl'), queries: set('retail_zh_queries.jsonl') },
    ...oosFigures('auroc', 'coverage', 'oos_recall', '-wrong_of_answered'),
  ],
  ['retrieval', { kb: set('faq_kb_zh.jsonl'), queries: set('faq_retrieval_zh.jsonl') }, RETRIEVAL],
  ['oos', { kb: set('faq_kb_zh.jsonl'), queries: set('oos_zh.jsonl') }, ...oosFigures('oos_recall_at_95')],
  ['retrieval', { kb: set('faq_kb_en_banking77.jsonl'), queries: set('faq_retrieval_en_banking77.jsonl') }, RETRIEVAL],
  ['retrieval', { kb: set('faq_kb_en.jsonl'), queries: set('faq_retrieval_en.jsonl') }, RETRIEVAL],
  [
    'oos',
    { kb: set('faq_kb_en.jsonl'), queries: set('oos_retail_en.jsonl') },
    ...oosFigures('oos_recall_at_95', 'auroc'),
  ],
  ['oos', { kb: set('faq_kb_en_clinc.jsonl'), queries: set('oos_en.jsonl') }, ...oosFigures('oos_recall_at_95')],
  ...['retail_zh_handoff', 'retail_en_handoff', 'handoff_en'].map((name) => [
    'handoff',
    { file: set(`${name}.jsonl`) },
    HANDOFF,
  ]),
  ...PLAIN.map((name) => ['alarms', { queries: set(`${name}.jsonl`) }, ['-false_alarms']]),
  ['messages', { file: 'libs/understanding/training' }, MESSAGES],
  ['dialogues', { kb: set('retail_zh_kb.jsonl'), file: set('dialogues_zh.jsonl') }, ['met']],
];

/** Those with a target, then the others. */
function oosFigures(...targets) {
  return [targets, OOS.filter((name) => !targets.includes(name))];
}

const at = (figures, path) => path.split('.').reduce((inner, name) => inner?.[name], figures);

const labelOf = (task, { queries, file }) => `${task} ${(queries ?? file).split('/').at(-1).replace('.jsonl', '')}`;

async function figuresOf(task, files, targets, watched = []) {
  const label = labelOf(task, files);
  const names = [...targets, ...watched];
  const missing = Object.values(files).find((file) => !existsSync(file));
  if (missing !== undefined) {
    console.log(`${label}: not measured, there is no ${missing}`);
    return [];
  }
  const args = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
  const run = ['dist/apps/cli/src/main.js', 'eval', '--task', task, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, run, { maxBuffer: 1 << 26 });
  const said = JSON.parse(stdout);
  const figures = Object.fromEntries(names.map((name) => [name, at(said, name.replace(/^-/u, ''))]));
  console.log(`${label}: ${JSON.stringify(figures)}`);
  return [[label, figures]];
}

/** As many runs at once as there are cores; each is a process of its own. */
async function measure() {
  const together = pLimit(availableParallelism());
  return Object.fromEntries((await Promise.all(RUNS.map((run) => together(() => figuresOf(...run))))).flat());
}

/** The parent commit's; none before the first. */
function parentBaseline() {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return JSON.parse(execFileSync('git', ['show', `HEAD~1:${BASELINE}`], { encoding: 'utf8', stdio }));
  } catch {
    return existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : {};
  }
}

const figures = await measure();
if (flag === '--write') {
  const kept = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : {};
  writeFileSync(BASELINE, `${JSON.stringify({ ...kept, ...figures }, null, 2)}\n`);
  process.exit(0);
}
const before = parentBaseline();
const accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8'));
const targets = new Map(RUNS.map(([task, files, names]) => [labelOf(task, files), names]));
const same = (a, b) => Math.abs(a - b) <= SAME;
let fallen = 0;
for (const [label, now] of Object.entries(figures))
  for (const [name, value] of Object.entries(now)) {
    const old = before[label]?.[name];
    if (old === undefined) continue;
    const worse = name.startsWith('-') ? value - old : old - value;
    if (worse <= POINT) continue;
    const figure = `${label} ${name.replace(/^-/u, '')}`;
    const meant = accepted.find((one) => one.figure === figure && same(one.from, old) && same(one.to, value));
    const watched = !targets.get(label)?.includes(name);
    if (!watched && !meant) fallen += 1;
    const verdict = watched ? 'lower, without a target' : meant ? `ACCEPTED (${meant.why})` : 'FALLEN';
    console.log(`${verdict}: ${figure}: ${old} → ${value}`);
  }
console.log(`evaluation: ${Object.keys(figures).length} sets, ${fallen} figures fallen`);
process.exit(fallen > 0 ? 1 : 0);

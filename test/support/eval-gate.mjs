// No figure of the evaluation may fall unseen:  node test/support/eval-gate.mjs DATA [--write]
// Measures (the code must be built) and compares with test/support/eval-baseline.json as the parent commit has it; a figure that is worse
// by more than one point fails. Sets that are not at hand in the folder DATA are left out and named; the project's own are always there.
// With --write the baseline in this folder becomes what was measured.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pLimit from 'p-limit';

const BASELINE = 'test/support/eval-baseline.json';
const POINT = 0.01;
const RETRIEVAL = ['recall@1', 'recall@3', 'hard.recall@1', 'hard.recall@3'];
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
const RUNS = [
  ...['a', 'b'].flatMap((part) => [
    ['retrieval', { kb: 'knowledge-base', queries: own(`eval/questions-${part}.jsonl`) }, RETRIEVAL],
    ['oos', { kb: 'knowledge-base', queries: own(`eval/questions-${part}.jsonl`) }, OOS],
  ]),
  ['retrieval', { kb: set('retail_zh_kb.jsonl'), queries: set('retail_zh_queries.jsonl') }, RETRIEVAL],
  ['oos', { kb: set('retail_zh_kb.jsonl'), queries: set('retail_zh_queries.jsonl') }, OOS],
  ['retrieval', { kb: set('faq_kb_zh.jsonl'), queries: set('faq_retrieval_zh.jsonl') }, RETRIEVAL.slice(0, 2)],
  ['oos', { kb: set('faq_kb_zh.jsonl'), queries: set('oos_zh.jsonl') }, OOS],
  [
    'retrieval',
    { kb: set('faq_kb_en_banking77.jsonl'), queries: set('faq_retrieval_en_banking77.jsonl') },
    RETRIEVAL.slice(0, 2),
  ],
  ['retrieval', { kb: set('faq_kb_en.jsonl'), queries: set('faq_retrieval_en.jsonl') }, RETRIEVAL.slice(0, 2)],
  ['oos', { kb: set('faq_kb_en.jsonl'), queries: set('oos_retail_en.jsonl') }, OOS],
  ['oos', { kb: set('faq_kb_en_clinc.jsonl'), queries: set('oos_en.jsonl') }, OOS],
  ...['retail_zh_handoff', 'retail_en_handoff', 'handoff_en'].map((name) => [
    'handoff',
    { file: set(`${name}.jsonl`) },
    HANDOFF,
  ]),
  ...PLAIN.map((name) => ['alarms', { queries: set(`${name}.jsonl`) }, ['-false_alarms']]),
  ['messages', { file: 'libs/understanding/training' }, MESSAGES],
];

const at = (figures, path) => path.split('.').reduce((inner, name) => inner?.[name], figures);

async function figuresOf(task, files, names) {
  const label = `${task} ${(files.queries ?? files.file).split('/').at(-1).replace('.jsonl', '')}`;
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
let fallen = 0;
for (const [label, now] of Object.entries(figures))
  for (const [name, value] of Object.entries(now)) {
    const old = before[label]?.[name];
    if (old === undefined) continue;
    const worse = name.startsWith('-') ? value - old : old - value;
    if (worse <= POINT) continue;
    fallen += 1;
    console.log(`FALLEN ${label} ${name.replace(/^-/u, '')}: ${old} → ${value}`);
  }
console.log(`evaluation: ${Object.keys(figures).length} sets, ${fallen} figures fallen`);
process.exit(fallen > 0 ? 1 : 0);

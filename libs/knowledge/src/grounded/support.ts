import { normalise } from '#llm';
import { type Clause, type Evidence, type Item, type Statement, statementOf } from './evidence.js';
import type { Fact } from './facts.js';
import { contains, softens, type Word } from './words.js';

/**
 * Why a passage does not support a sentence:
 * `figure` a number, price, time … that it does not give, or gives for something else; `denial` the opposite of what it says;
 * `condition` a condition, an exception or the case in question left out; `invented` words it does not contain; `mixed` words it contains in
 * other connections; `subject` it is about something else than the question; `empty` nothing is said at all.
 */
export type Unsupported = 'figure' | 'denial' | 'condition' | 'invented' | 'mixed' | 'subject' | 'empty';

/** Bounds that may be left out without making a statement wider: "200 元" for 满 200 元, "15 分钟" for 前 15 分钟. */
const DROPPABLE = new Set(['min', 'within']);

/** Words that narrow whom or what a statement is about. Leaving one out makes it too wide. */
const NARROWING =
  /^(?:仅|只|限|仅限|只限|会员|非会员|新会员|特价|促销|折扣|生鲜|食品|预售|定制|首次|首单|新人|线上|线下|网上|工作日|周末|节假日|法定|部分|指定|个别|未拆|拆封|未拆封|完好|原包装|吊牌|小票|发票|凭证|身份证|监护人|成人|儿童|老人|孕妇|本人|提前|预约|绑定|质量|人为|保修期|有效期|金卡|银卡|黑卡|普通|部分商品|大件|易碎|only|member|non-memb|select|certain|some|new|first|onlin|weekday|weekend|holidai|unopen|unus|origin|receipt|invoic|id|advanc|book|link|faulti|defect|fresh|sale|clearanc|custom|presal|pre-ord|adult|child|guardian|minor|larg)$/u;

/** How much of a clause must stand together in one statement of the passage (its title helps). */
const TOGETHER = 0.99;

/** Words that only join or oblige: a clause that begins with one is not about it. */
const LEADING = new Set(['后', '前', '须', '之后', '之前']);

/** Words that make a statement general, and what they speak of: 所有商品, every item. */
const UNIVERSAL =
  /(?:所有|全部|全体|任何|一切|任意|每位|每个|各种|各类)的?\s*([\p{Script=Han}]{1,2})|\b(?:all|every|any|each|both)\s+(?:of\s+)?(?:the\s+|our\s+)?([a-z]+)/gu;

/** What else counts when a sentence is checked. */
export interface Setting {
  /** Normalised words of the question and of what was already said: conditions named there need not be named again. */
  context: string;
  /** Other passages in the prompt, which the question may be about. */
  others: readonly Evidence[];
}

/**
 * Whether one passage supports one sentence. Not entailment in full: a conservative test that refuses what it cannot see supported.
 *
 * @param sentence as it will be shown, without markers
 * @returns undefined when it does
 */
export function unsupported(
  sentence: string,
  evidence: Evidence,
  { context, others }: Setting,
): Unsupported | undefined {
  const lines = sentence.split(/\n+/).map((line) => line.replace(/^\s*(?:[-*•·]\s*|\d{1,2}[.、)）]\s+)/, ''));
  const text = normalise(lines.join('，').replace(/[。！？]/gu, '，')).replace(/[.!?]+(?=\s|$)/gu, ', ');
  const said = statementOf(text);
  if (said.words.length === 0 && said.clauses.every((c) => c.facts.length === 0)) return 'empty';
  return (
    figures(said, evidence, context) ??
    inventions(said, evidence) ??
    generality(text, evidence) ??
    connections(said, evidence, context) ??
    subject(said, evidence, context, others)
  );
}

const same = (a: Word, b: Word): boolean => a.plain === b.plain || a.key === b.key;

/** How much a word tells: one that stands once in the passage tells most. */
const weight = (word: Word, { counts }: Evidence): number => 1 / (counts.get(word.key) ?? 1) ** 2;

const sharedWeight = (a: readonly Word[], b: readonly Word[], evidence: Evidence): number => {
  const seen = new Set<string>();
  return a.reduce((sum, word) => {
    if (seen.has(word.key) || !b.some((other) => same(word, other))) return sum;
    seen.add(word.key);
    return sum + weight(word, evidence);
  }, 0);
};

// --- words -----------------------------------------------------------------------------------------------------------------------

function inventions(said: Statement, evidence: Evidence): Unsupported | undefined {
  const body = evidence.statements.flatMap((s) => s.words);
  for (const word of said.words) {
    const alike = body.filter((w) => same(w, word));
    if (alike.some((w) => w.denied === word.denied)) continue;
    // Said in the passage, but only the other way round.
    if (alike.length > 0) return 'denial';
    if (word.denied) return 'denial';
    // A title that asks whether something must be done does not say that it must.
    const titled = word.key !== '须' && evidence.title.some((w) => same(w, word) && !w.denied);
    if (softens(word) || titled) continue;
    if (word.key === '须' || !contains(evidence.text, word.plain)) return 'invented';
  }
  return undefined;
}

/** "All" must be said of what the passage says it of. */
function generality(said: string, evidence: Evidence): Unsupported | undefined {
  const given = new Set([...evidence.text.matchAll(UNIVERSAL)].map(([, zh, en]) => zh ?? en));
  return [...said.matchAll(UNIVERSAL)].every(([, zh, en]) => given.has(zh ?? en)) ? undefined : 'invented';
}

// --- figures ---------------------------------------------------------------------------------------------------------------------

interface Place {
  fact: Fact;
  item: Item;
  statement: Statement;
}

function places(evidence: Evidence): Place[] {
  return evidence.statements.flatMap((statement) =>
    statement.clauses.flatMap((clause) =>
      clause.items.flatMap((item) => item.facts.map((fact) => ({ fact, item, statement }))),
    ),
  );
}

const equal = (said: Fact, given: Fact): boolean => {
  if (said.kind !== given.kind || said.value !== given.value || said.per !== given.per) return false;
  return said.bound === given.bound || (said.bound === undefined && DROPPABLE.has(given.bound ?? ''));
};

function figures(said: Statement, evidence: Evidence, context: string): Unsupported | undefined {
  const given = places(evidence);
  for (const clause of said.clauses) {
    for (const item of clause.items) {
      for (const fact of item.facts) {
        const claimed = given.filter((p) => equal(fact, p.fact));
        if (claimed.length === 0) return 'figure';
        // Another figure of the same kind fits the words around better: it belongs there, this one elsewhere.
        const rivals = given.filter((p) => p.fact.kind === fact.kind && p.fact.value !== fact.value);
        const best = Math.max(...claimed.map((p) => fit(item, said, p, evidence)));
        if (rivals.some((p) => fit(item, said, p, evidence) > best)) return 'figure';
        if (unnamed(said, claimed, rivals, context)) return 'condition';
      }
    }
  }
  return undefined;
}

/** How well a figure's place in the passage fits the words it is said with: rare words beside it count most, then other figures there. */
function fit(item: Item, said: Statement, place: Place, evidence: Evidence): number {
  const beside = item.facts.filter((f) => place.item.facts.some((g) => g !== place.fact && equal(f, g))).length;
  return (
    sharedWeight(item.words, place.item.words, evidence) +
    0.2 * sharedWeight(said.words, place.statement.words, evidence) +
    0.5 * beside +
    0.5 * covered(place.item, item)
  );
}

/** Share of the words beside a figure that the sentence has too. */
function covered(item: Item, said: Item): number {
  if (item.words.length === 0) return 0;
  return item.words.filter((w) => said.words.some((s) => same(s, w))).length / item.words.length;
}

/**
 * Whether a figure that the passage gives for one case among several (青杉 1 小时、银杉 2 小时) is said without naming the case, neither
 * in the sentence nor in the question.
 */
function unnamed(said: Statement, claimed: readonly Place[], rivals: readonly Place[], context: string): boolean {
  return claimed.every((p) => {
    const siblings = rivals.filter((r) => r.statement === p.statement && r.item !== p.item);
    const others = siblings.flatMap((r) => r.item.words);
    const own = p.item.words.filter((w) => !LEADING.has(w.key) && !others.some((o) => same(o, w)));
    if (siblings.length === 0 || own.length === 0) return false;
    return !own.some((w) => said.words.some((s) => same(s, w)) || context.includes(w.plain));
  });
}

// --- connections -----------------------------------------------------------------------------------------------------------------

function connections(said: Statement, evidence: Evidence, context: string): Unsupported | undefined {
  for (const clause of said.clauses) {
    if (clause.words.length === 0) continue;
    const ranked = evidence.statements
      .flatMap((statement) =>
        statement.clauses.map((c) => ({
          statement,
          given: c,
          score: overlap(clause, c, evidence) + 0.5 * sharedWeight(clause.words, statement.words, evidence),
        })),
      )
      .sort((a, b) => b.score - a.score);
    const top = ranked[0];
    if (!top || top.score === 0) {
      // Only the title has these words: it says what the passage is about, not how it is.
      if (clause.words.every((w) => softens(w) || evidence.title.some((t) => same(t, w)))) continue;
      return 'mixed';
    }
    const problems = ranked
      .filter((r) => r.score === top.score)
      .map(({ statement, given }) => {
        if (contradicts(clause, said, given, statement)) return 'denial';
        const figuresElsewhere = clause.facts.some(
          (f) => !statement.clauses.some((c) => c.facts.some((g) => equal(f, g))),
        );
        if (
          figuresElsewhere ||
          share(clause, statement, evidence) < TOGETHER ||
          borrows(clause, given, statement, evidence)
        )
          return 'mixed';
        if (dropsCondition(said, given, statement, evidence, context)) return 'condition';
        return undefined;
      });
    if (problems.every((problem) => problem !== undefined)) return problems[0];
  }
  return undefined;
}

function overlap(said: Clause, given: Clause, evidence: Evidence): number {
  const facts = said.facts.filter((f) => given.facts.some((g) => equal(f, g))).length;
  return sharedWeight(said.words, given.words, evidence) + facts;
}

/** The same word denied in one and not in the other, or a denial of the passage left out. */
function contradicts(clause: Clause, said: Statement, given: Clause, statement: Statement): boolean {
  const reversed = clause.words.some((w) => {
    const alike = given.words.filter((g) => same(w, g));
    const nearby = alike.length > 0 ? alike : statement.words.filter((g) => same(w, g));
    return nearby.length > 0 && nearby.every((g) => g.denied !== w.denied);
  });
  const denied = given.words.filter((g) => g.denied);
  return reversed || (denied.length > 0 && !denied.some((d) => said.words.some((w) => w.denied && same(w, d))));
}

function share(said: Clause, statement: Statement, evidence: Evidence): number {
  const there = [...statement.words, ...evidence.title];
  const text = statement.clauses.map((c) => c.text).join('');
  const counted = said.words.filter((w) => !softens(w));
  const found = counted.filter((w) => there.some((t) => same(t, w)) || contains(text, w.plain));
  return counted.length === 0 ? 1 : found.length / counted.length;
}

/** A telling word taken from a later clause: what a statement is about stands before what it says. */
function borrows(said: Clause, given: Clause, statement: Statement, evidence: Evidence): boolean {
  const at = statement.clauses.indexOf(given);
  const until = statement.clauses.slice(0, at + 1).flatMap((c) => c.words);
  const later = statement.clauses.slice(at + 1).flatMap((c) => c.words);
  return said.words.some(
    (w) =>
      weight(w, evidence) === 1 &&
      later.some((l) => same(l, w)) &&
      ![...until, ...evidence.title].some((u) => same(u, w)),
  );
}

function dropsCondition(
  said: Statement,
  given: Clause,
  statement: Statement,
  evidence: Evidence,
  context: string,
): boolean {
  const named = (w: Word): boolean => said.words.some((s) => same(s, w)) || context.includes(w.plain);
  const stated = (f: Fact): boolean => said.clauses.some((c) => c.facts.some((g) => equal(g, f)));
  // A word that narrows the very clause that is repeated, or a threshold in it.
  if (given.words.some((w) => NARROWING.test(w.plain) && !named(w))) return true;
  if (
    given.facts.some(
      (f) =>
        THRESHOLDS.has(f.kind) &&
        BOUNDS.has(f.bound ?? '') &&
        !stated(f) &&
        !given.facts.some((g) => g !== f && stated(g)),
    )
  )
    return true;
  // What a clause begins with is mostly whom or what it is about; in a list of names one of them is enough.
  const items = given.items.some((item) => item.facts.length > 0) ? [nearest(given, said, evidence)] : given.items;
  const leads = items.flatMap(({ words: [lead] }) => (lead ? [lead] : []));
  const telling = leads.filter((w) => weight(w, evidence) === 1 && !LEADING.has(w.key));
  if (telling.length === leads.length && telling.length > 0 && !telling.some(named)) return true;
  const at = statement.clauses.indexOf(given);
  return statement.clauses.some((c, i) => {
    if (c === given || c.words.length + c.facts.length === 0) return false;
    const limits = c.facts.filter((f) => BOUNDS.has(f.bound ?? ''));
    const unsaid = !c.words.some(named) && !c.facts.some(stated);
    // A condition stands before what depends on it or right after it, an exception after.
    // A limit of another kind than the repeated clause has itself: 超过 30 天没有修好，免费换新.
    const alternatives = limits.some((f) => limits.some((g) => f !== g && f.kind === g.kind));
    if (i < at && !alternatives && limits.some((f) => !stated(f) && !given.facts.some((g) => g.kind === f.kind)))
      return true;
    if (i < at && c.words.some((w) => w.denied && !named(w))) return true;
    return unsaid && ((c.condition && i <= at + 1) || (c.exception && i > at));
  });
}

/** The member of a list that the sentence speaks of; of equals the first. */
function nearest(given: Clause, said: Statement, evidence: Evidence): Item {
  const likeness = (item: Item): number =>
    sharedWeight(said.words, item.words, evidence) +
    item.facts.filter((f) => said.clauses.some((c) => c.facts.some((g) => equal(g, f)))).length;
  return given.items.reduce<Item>(
    (best, item) => (likeness(item) > likeness(best) ? item : best),
    given.items[0] ?? given,
  );
}

const THRESHOLDS = new Set(['money', 'points', 'age', 'grams', 'metres', 'count']);
const BOUNDS = new Set(['min', 'over', 'under']);

// --- subject ---------------------------------------------------------------------------------------------------------------------

/**
 * Two articles that differ in a name only (停车 in 上海 and in 成都): when the question names the other one, a sentence from this one must
 * at least say which it speaks of.
 */
function subject(
  said: Statement,
  evidence: Evidence,
  context: string,
  others: readonly Evidence[],
): Unsupported | undefined {
  const asked = (words: readonly Word[]): boolean => words.some((w) => context.includes(w.plain));
  for (const other of others) {
    const own = evidence.title.filter((w) => !other.title.some((o) => same(o, w)));
    const theirs = other.title.filter((w) => !evidence.title.some((o) => same(o, w)));
    const alike = other.title.length > 0 && theirs.length <= other.title.length / 2;
    if (alike && asked(theirs) && !asked(own) && !own.some((w) => said.words.some((s) => same(s, w)))) return 'subject';
  }
  return undefined;
}

import { normalise } from '../normalise.js';
import { stem } from '../english.js';
import { tokeniseNormalised } from '../tokenise.js';
import { EVERYDAY_CONCEPTS } from './everyday.js';
import { ORDER_CONCEPTS } from './order.js';
import { SERVICE_CONCEPTS } from './service.js';
import { SITUATION_CONCEPTS } from './situations.js';
import { STORE_CONCEPTS } from './store.js';

/*
 * A concept is a meaning with all the expressions shoppers have for it, in both languages: questions and articles that share no word
 * still share concepts. A line reads `name: 中文 说法 ; english expression`. Chinese expressions are found anywhere in the text, English
 * ones as whole stemmed words (`_` joins the words of one expression). `~` stands for up to six characters or two words between; `+`
 * before the colon joins several concepts.
 */

const SOURCES = [STORE_CONCEPTS, ORDER_CONCEPTS, SERVICE_CONCEPTS, EVERYDAY_CONCEPTS, SITUATION_CONCEPTS];
const HAN = /\p{Script=Han}/u;

interface Node {
  next: Map<string, Node>;
  concepts?: string[];
}

interface GapPattern {
  first: string;
  expression: RegExp;
  concept: string;
}

class ConceptFinder {
  /** Every expression as it is written in the sources, gap patterns left out. */
  readonly expressions: string[] = [];
  private readonly root: Node = { next: new Map() };
  private readonly gaps: GapPattern[] = [];

  constructor(sources: readonly string[]) {
    for (const line of sources.join('\n').split('\n')) {
      const at = line.indexOf(':');
      if (at < 0) continue;
      const words = line
        .slice(at + 1)
        .split(/[\s;]+/u)
        .filter((word) => word !== '');
      for (const concept of line.slice(0, at).trim().split('+')) for (const word of words) this.add(concept, word);
    }
  }

  /** Concepts of a normalised text, each once, in the order they are met. */
  find(text: string): string[] {
    const found = new Set<string>();
    // Two haystacks: the characters as they stand, and the stemmed words each between blanks, so that English matches whole words only.
    for (const haystack of [text, ` ${tokeniseNormalised(text).join(' ')} `]) {
      for (let start = 0; start < haystack.length; start += 1) this.follow(haystack, start, found);
      for (const gap of this.gaps) {
        if (haystack.includes(gap.first) && gap.expression.test(haystack)) found.add(gap.concept);
      }
    }
    return [...found];
  }

  private follow(text: string, start: number, found: Set<string>): void {
    let node: Node | undefined = this.root;
    for (let i = start; i < text.length && node; i += 1) {
      node = node.next.get(text.charAt(i));
      for (const concept of node?.concepts ?? []) found.add(concept);
    }
  }

  private add(concept: string, expression: string): void {
    const parts = expression.split('~').map((part) => this.form(part));
    const [first, second] = parts;
    if (first !== undefined && second !== undefined) {
      const between = HAN.test(first) ? '.{0,6}?' : '(?:\\S+ ){0,2}?';
      this.gaps.push({ first, expression: new RegExp(escape(first) + between + escape(second), 'u'), concept });
      return;
    }
    this.expressions.push(expression);
    let node = this.root;
    for (const char of parts[0] ?? '') {
      const next = node.next.get(char) ?? { next: new Map<string, Node>() };
      node.next.set(char, next);
      node = next;
    }
    node.concepts = [...(node.concepts ?? []), concept];
  }

  /** An expression as its haystack writes it. */
  private form(expression: string): string {
    const plain = normalise(expression);
    return HAN.test(plain) || /\d/u.test(plain)
      ? plain.replaceAll('_', ' ')
      : ` ${plain.split('_').map(stem).join(' ')} `;
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}

let finder: ConceptFinder | undefined;

/**
 * The retail concepts a text touches (`parking`, `refund`, `howlong` …), each once. The names are stable within one version of the
 * embedder only: they are stored in search columns, which the importer renews when the version changes.
 */
export function conceptsOf(text: string): string[] {
  return conceptsOfNormalised(normalise(text));
}

/** As {@link conceptsOf}, for a text that has been through `normalise` already. */
export function conceptsOfNormalised(text: string): string[] {
  return theFinder().find(text);
}

/** All expressions of all concepts: the vocabulary that mistyped words are compared with. */
export function conceptExpressions(): readonly string[] {
  return theFinder().expressions;
}

function theFinder(): ConceptFinder {
  finder ??= new ConceptFinder(SOURCES);
  return finder;
}

/** Words before whose point no sentence ends. Lower case, without the last point. */
const ABBREVIATIONS = new Set(
  'e.g i.e vs mr mrs ms dr no st ave rd approx inc ltd co min max hr hrs mins tel ext vol jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);
/** These may end a sentence, when a capital letter follows. */
const MAY_END = new Set('a.m p.m etc'.split(' '));

const MARKERS = /^(?:\s*[[［【]\d{1,2}(?:\s*[,，、]\s*\d{1,2})*[\]］】])+/;
const MARKED = /[[［【]\d{1,2}[\]］】]\s*$/;
const CLOSING = /^["'”’」』）)\]]+/;
const LIST_ITEM = /^\s*(?:[-*•·]|\d{1,2}[.、)）])\s*/;
/** Longer than any sentence that is meant well. */
const LONGEST = 800;

/**
 * Cuts a growing text into sentences, Chinese and English. A sentence comes with the citation markers that follow it; decimals,
 * addresses and abbreviations do not end one; a line ends one, save that a line which ends in a colon takes its list along.
 */
export class SentenceSplitter {
  private rest = '';

  /** Adds text; gives the sentences that are now complete. */
  push(text: string): string[] {
    this.rest += text.replace(/\r\n?/g, '\n');
    const sentences: string[] = [];
    for (let end = this.end(false); end > 0; end = this.end(false)) sentences.push(...this.take(end));
    return sentences;
  }

  /** No more text comes: gives what is left. */
  flush(): string[] {
    const sentences: string[] = [];
    for (let end = this.end(true); end > 0; end = this.end(true)) sentences.push(...this.take(end));
    return sentences;
  }

  private take(end: number): string[] {
    const sentence = this.rest.slice(0, end).trim();
    this.rest = this.rest.slice(end);
    return sentence === '' ? [] : [sentence];
  }

  /** Where the first sentence of the rest ends; 0 when that cannot be told yet. */
  private end(last: boolean): number {
    const { rest } = this;
    for (let i = 0; i < rest.length; i++) {
      if (!this.ends(i, last)) continue;
      let end = i + 1;
      end += CLOSING.exec(rest.slice(end))?.[0].length ?? 0;
      end += MARKERS.exec(rest.slice(end))?.[0].length ?? 0;
      // A marker may still be on its way, or half here.
      const tail = rest.slice(end).trimStart();
      const open = tail === '' || /^[[［【][\d\s,，、]*$/.test(tail);
      if (open && !last && !MARKED.test(rest.slice(0, i))) return 0;
      // With the marker before the full stop, a point after it ends the same sentence.
      if (tail !== '' && /^[。.!！?？；;]/.test(tail)) end = rest.indexOf(tail, end) + 1;
      return end;
    }
    if (last || rest.length > LONGEST) return rest.length;
    return 0;
  }

  private ends(i: number, last: boolean): boolean {
    const { rest } = this;
    const c = rest[i] ?? '';
    const after = rest.slice(i + 1);
    if (/[。！？]/.test(c)) return true;
    if (c === '\n') return this.lineEnds(i, last);
    if (!/[.!?]/.test(c)) return false;
    if (after === '') return last;
    // Inside a number, an address, an abbreviation, or before more of the same ("?!", "...").
    if (!/^[\s"'”’」』）)[［【\u3000-\u9fff]/.test(after)) return false;
    if (c !== '.') return true;
    const word = /[\p{L}.]+$/u.exec(rest.slice(0, i))?.[0].toLowerCase() ?? '';
    if (ABBREVIATIONS.has(word)) return false;
    if (MAY_END.has(word)) return /^[\s"'”’)\]\d[]*\p{Lu}/u.test(after);
    // "1. Bring the receipt": the number of a list item.
    return !/(?:^|\n)\s*\d{1,2}$/.test(rest.slice(0, i));
  }

  private lineEnds(i: number, last: boolean): boolean {
    const before = this.rest.slice(0, i).trimEnd();
    const after = this.rest.slice(i + 1);
    if (before === '') return false;
    const introduced = /[:：](?:\s*\n|$)/.test(`${before}\n`);
    if (!introduced) return true;
    if (after.trim() === '' || /^\s*\d{0,2}$/.test(after)) return last;
    return !/[:：]$/.test(before) && !LIST_ITEM.test(after);
  }
}

/** The numbers in a sentence's citation markers, each once. */
export function markersOf(sentence: string): number[] {
  const numbers = [...sentence.matchAll(/[[［【](\d{1,2}(?:\s*[,，、]\s*\d{1,2})*)[\]］】]/g)].flatMap(([, list]) =>
    (list ?? '').split(/[,，、]/).map(Number),
  );
  return [...new Set(numbers)];
}

/** The sentence as it is shown: without markers and without the marks of Markdown. */
export function withoutMarkers(sentence: string): string {
  return sentence
    .replace(/\s*[[［【]\d{1,2}(?:\s*[,，、]\s*\d{1,2})*[\]］】]/g, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/^#+\s*/gm, '')
    .replace(/[ \t]+([。，！？,.!?；;])/g, '$1')
    .trim();
}

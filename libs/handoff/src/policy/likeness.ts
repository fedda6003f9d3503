/** Words that carry no content of their own in a question put again ("我问的是停车怎么收费", "again: how much is parking"). */
const EMPTY_ZH =
  /我(?:是)?(?:问|说)的?(?:是)?|请问|想问(?:一下)?|问一下|你好|麻烦|那个|到底|究竟|再(?:说|问)一(?:遍|次)|还是|所以|能不能|可以|可不可以|吗|呢|啊|呀|吧|了|的|么|是/gu;
const EMPTY_EN = new Set(
  'a an the is are was do does did can could you i me my please so again still to of for in on at it that this asked said just tell but and or'.split(
    ' ',
  ),
);

/** How much two wordings share, from 0 to 1: pairs of characters for Chinese, words for English (Dice). */
export function likeness(a: string, b: string): number {
  const first = contentOf(a);
  const second = contentOf(b);
  if (first.size === 0 || second.size === 0) return 0;
  let common = 0;
  for (const piece of first) if (second.has(piece)) common += 1;
  return (2 * common) / (first.size + second.size);
}

/** True when `next` names a number, a day, a store or another thing in Latin letters or digits that `before` does not. */
export function somethingNew(before: string, next: string): boolean {
  const known = new Set(namesIn(before));
  return namesIn(next).some((name) => !known.has(name));
}

function namesIn(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const days =
    plain.match(
      /周[一二三四五六日天末]|星期[一二三四五六日天]|[今明后昨前]天|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|tomorrow|today/gu,
    ) ?? [];
  const numbers = plain.match(/\d[\d.:/-]*/gu) ?? [];
  const negated = plain.match(/(?:没有|不是|除了|如果|要是|换成|还有|另外|但是)[^,。?!，？！]{1,6}/gu) ?? [];
  return [...days, ...numbers, ...negated];
}

function contentOf(text: string): Set<string> {
  const plain = text.normalize('NFKC').toLowerCase();
  const pieces = new Set<string>();
  for (const word of plain.match(/[a-z][a-z'’]*|\d+(?:\.\d+)?/gu) ?? []) if (!EMPTY_EN.has(word)) pieces.add(word);
  for (const run of plain.replace(EMPTY_ZH, '').match(/\p{Script=Han}+/gu) ?? []) {
    if (run.length === 1) pieces.add(run);
    for (let i = 0; i + 1 < run.length; i += 1) pieces.add(run.slice(i, i + 2));
  }
  return pieces;
}

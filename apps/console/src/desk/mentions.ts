export interface Named {
  id: string;
  name: string;
}

/** What is being typed after the last `@` before the caret; undefined when nobody is being called. An address (a@b) calls nobody. */
export function calledPart(text: string, caret: number): string | undefined {
  return /(?:^|[^\p{Script=Latin}\p{N}._-])@([^\s@]{0,30})$/u.exec(text.slice(0, caret))?.[1];
}

/** Colleagues whose name begins with what was typed, then those whose name holds it. */
export function whoFits<T extends Named>(colleagues: readonly T[], typed: string): T[] {
  const wanted = typed.toLocaleLowerCase();
  const place = ({ name }: T): number => name.toLocaleLowerCase().indexOf(wanted);
  return colleagues.filter((one) => place(one) >= 0).sort((a, b) => Math.sign(place(a)) - Math.sign(place(b)));
}

/** Puts the name in the place of what was typed after `@`. */
export function withName(text: string, caret: number, name: string): { text: string; caret: number } {
  const typed = calledPart(text, caret) ?? '';
  const before = `${text.slice(0, caret - typed.length)}${name} `;
  return { text: `${before}${text.slice(caret).trimStart()}`, caret: before.length };
}

/** The colleagues a text calls by `@name`; of names that begin alike the longest is meant. */
export function calledIn<T extends Named>(text: string, colleagues: readonly T[]): T[] {
  const byLength = [...colleagues].sort((a, b) => b.name.length - a.name.length);
  const called = new Set<T>();
  for (const { index } of text.matchAll(/@/g)) {
    const meant = byLength.find(({ name }) => name !== '' && text.startsWith(name, index + 1));
    if (meant !== undefined) called.add(meant);
  }
  return [...called];
}

/** Cuts a text at `@name` of those it calls: even parts are plain, odd ones calls. Put together they are the text. */
export function cutAtNames(text: string, called: readonly Named[]): string[] {
  const byLength = [...called].sort((a, b) => b.name.length - a.name.length);
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/@/g)) {
    const meant = byLength.find(({ name }) => name !== '' && text.startsWith(name, index + 1));
    if (meant === undefined || index < from) continue;
    const end = index + 1 + meant.name.length;
    parts.push(text.slice(from, index), text.slice(index, end));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/** A part of a text, marked or not. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Cuts a text at the words that count, found as they stand, whatever their case; marks that overlap become one. */
export function markWords(text: string, words: readonly string[]): Piece[] {
  const lower = text.toLowerCase();
  const marks: [number, number][] = [];
  // Folding may change the length of rare letters; then nothing is marked rather than the wrong thing.
  if (lower.length === text.length) {
    for (const word of words.map((one) => one.replace(/…$/u, '').toLowerCase()).filter((one) => one !== '')) {
      for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length))
        marks.push([at, at + word.length]);
    }
  }
  marks.sort((a, b) => a[0] - b[0]);
  const pieces: Piece[] = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (end <= from) continue;
    if (start > from) pieces.push({ text: text.slice(from, start), marked: false });
    const last = pieces.at(-1);
    const part = text.slice(Math.max(start, from), end);
    if (last?.marked) last.text += part;
    else pieces.push({ text: part, marked: true });
    from = end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false });
  return pieces;
}

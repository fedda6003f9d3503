import type { Hit } from '#knowledge';

/** The search in parts: its vectors alone, its words alone, and both joined by their ranks, before anything is weighed. */
export const PARTS = ['vector', 'words', 'fused'] as const;
export type PartName = (typeof PARTS)[number];

/** Of reciprocal rank fusion, as its authors chose it. */
const SMOOTHING = 60;

/** Which rank the first right hit would have by each part, counted from 1; 0 = not found. */
export function ranksByParts(hits: readonly Hit[], isRight: (hit: Hit) => boolean): Record<PartName, number> {
  const byVector = ordered(hits, ({ evidence: { meaning } }) => Math.max(meaning.title, meaning.wording, meaning.body));
  const byWords = ordered(hits, ({ evidence: { words } }) => words.wording + words.wordCover + words.pieceCover);
  const places = [byVector, byWords].map((order) => new Map(order.map((hit, i) => [hit, i])));
  const fused = ordered(hits, (hit) =>
    places.reduce((sum, place) => sum + 1 / (SMOOTHING + 1 + (place.get(hit) ?? hits.length)), 0),
  );
  const rank = (order: readonly Hit[]): number => order.findIndex(isRight) + 1;
  return { vector: rank(byVector), words: rank(byWords), fused: rank(fused) };
}

function ordered(hits: readonly Hit[], value: (hit: Hit) => number): Hit[] {
  return hits
    .map((hit) => ({ hit, by: value(hit) }))
    .sort((a, b) => b.by - a.by || (a.hit.article.key < b.hit.article.key ? -1 : 1))
    .map(({ hit }) => hit);
}

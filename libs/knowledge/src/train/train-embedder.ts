import { BuiltinEmbeddings, embeddingFeatures, EmbedderModel, inUnison, toUnit, add } from '#llm';
import { sentencesOf } from '../ingest/markdown.js';
import { type ContrastiveOptions, CONTRASTIVE, ContrastiveTrainer, type Matter } from './contrastive.js';
import type { TrainingCorpus } from './corpus.js';
import { Random } from './random.js';

/** A feature of a single text is that text's and teaches nothing. */
const FEWEST_TEXTS = 2;
/** How many times the embedder is trained, from different beginnings. */
const VOICES = 4;

interface Texts {
  asked: (readonly string[])[];
  told: (readonly string[])[];
  near: string[];
  retail: boolean;
}

/** Trains an embedder on a corpus, or a part of one. The same corpus and seed give the same model. */
export function trainEmbedder(
  corpus: TrainingCorpus,
  seed: number,
  options: ContrastiveOptions = CONTRASTIVE,
): BuiltinEmbeddings {
  const texts = textsOf(corpus);
  const strays = corpus.elsewhere.filter((row) => row.topic === null).map((row) => embeddingFeatures(row.text));
  const all = [...[...texts.values()].flatMap(({ asked, told }) => [...asked, ...told]), ...strays];
  const { names, counts } = vocabulary(all);
  const place = new Map(names.map((name, i) => [name, i]));
  const places = (features: readonly string[]) => features.flatMap((name) => place.get(name) ?? []);
  const index = new Map([...texts.keys()].map((name, i) => [name, i]));
  const matters: Matter[] = [...texts.values()].map(({ asked, told, near, retail }) => ({
    retail,
    asked: asked.map(places).filter((text) => text.length > 0),
    told: told.map(places),
    near: near.flatMap((name) => index.get(name) ?? []),
  }));
  const voices = Array.from({ length: VOICES }, (_, voice) => {
    const trainer = new ContrastiveTrainer(counts, all.length, new Random(seed * 1_000 + voice), options);
    trainer.train(matters);
    return trainer;
  });
  const dimensions = VOICES * options.dimensions;
  const centres = new Float32Array(matters.length * dimensions);
  for (const [i, matter] of matters.entries()) {
    const centre = new Float32Array(dimensions);
    for (const text of [...matter.asked, ...matter.told]) add(centre, together(voices, text), 1);
    centres.set(toUnit(centre), i * dimensions);
  }
  const strayVectors = new Float32Array(strays.length * dimensions);
  for (const [i, stray] of strays.entries()) strayVectors.set(together(voices, places(stray)), i * dimensions);
  const rows = interleaved(voices, options.dimensions, names.length);
  const retail = [...texts.values()].map((matter) => matter.retail);
  const model = EmbedderModel.of({
    dimensions,
    voices: VOICES,
    features: names,
    rows,
    centres,
    retail,
    strays: strayVectors,
  });
  return new BuiltinEmbeddings(model);
}

function together(voices: readonly ContrastiveTrainer[], text: readonly number[]): Float32Array {
  return inUnison(Float32Array.from(voices.flatMap((voice) => [...voice.embed(text)])), voices.length);
}

/** One row per feature: its vector in each voice, with its weight in it. */
function interleaved(voices: readonly ContrastiveTrainer[], length: number, features: number): Float32Array {
  const rows = new Float32Array(features * voices.length * length);
  for (const [v, { vectors, weights }] of voices.entries())
    for (let feature = 0; feature < features; feature += 1) {
      const vector = vectors.subarray(feature * length, (feature + 1) * length);
      rows.set(
        vector.map((value) => value * (weights[feature] ?? 0)),
        (feature * voices.length + v) * length,
      );
    }
  return rows;
}

function textsOf({ topics, wordings, elsewhere, trades }: TrainingCorpus): Map<string, Texts> {
  const texts = new Map<string, Texts>();
  for (const { topic, near, articles } of topics) {
    const told = [articles.zh, articles.en].flatMap(({ titles, body }) => [...titles, ...sentencesOf(body), body]);
    texts.set(topic, { asked: [], told: told.map((text) => embeddingFeatures(text)), near, retail: true });
  }
  for (const { topic, text } of wordings) texts.get(topic)?.asked.push(embeddingFeatures(text));
  for (const { domain, topic, text } of elsewhere) {
    if (topic === null) continue;
    const name = `${domain}/${topic}`;
    const matter = texts.get(name) ?? { asked: [], told: [], near: [], retail: false };
    matter.asked.push(embeddingFeatures(text));
    texts.set(name, matter);
  }
  for (const { trade, topic, titles, body } of trades)
    texts
      .get(`${trade}/${topic}`)
      ?.told.push(...[...titles, ...sentencesOf(body), body].map((text) => embeddingFeatures(text)));
  const names = [...texts].flatMap(([name, { retail }]) => (retail ? [] : [name]));
  for (const name of names) {
    const others = names.filter((other) => other !== name && tradeOf(other) === tradeOf(name));
    const close = others.filter((other) => areaOf(other) === areaOf(name));
    texts.get(name)?.near.push(...(close.length > 0 ? close : others));
  }
  return texts;
}

function tradeOf(name: string): string {
  return name.split('/')[0] ?? name;
}

function vocabulary(texts: readonly (readonly string[])[]): { names: string[]; counts: number[] } {
  const counts = new Map<string, number>();
  for (const features of texts) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= FEWEST_TEXTS);
  return { names: kept.map(([name]) => name), counts: kept.map(([, count]) => count) };
}

function areaOf(name: string): string {
  return name.split('.')[0] ?? name;
}

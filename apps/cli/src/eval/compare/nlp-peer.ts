import { NlpManager, SentimentAnalyzer } from 'node-nlp';

export const NLP = 'nlp.js 4';

/** A text and what nlp.js is taught to call it. */
export interface Lesson {
  text: string;
  label: string;
}

/** nlp.js as its handbook sets it up: its own tokenizers and stemmers, told the language of each text. */
export class NlpPeer {
  private constructor(private readonly manager: NlpManager) {}

  static async trainedOn(lessons: readonly Lesson[]): Promise<NlpPeer> {
    const manager = new NlpManager({
      languages: ['zh', 'en'],
      autoSave: false,
      autoLoad: false,
      forceNER: false,
      nlu: { log: false },
    });
    for (const { text, label } of lessons) manager.addDocument(languageOf(text), text, label);
    await manager.train();
    return new NlpPeer(manager);
  }

  /** The labels for a text, the likeliest first. */
  async rank(text: string): Promise<string[]> {
    const { classifications } = await this.manager.process(languageOf(text), text);
    return classifications.map(({ intent }) => intent);
  }

  /** The likeliest label for each text; empty where it has none. */
  async labelsOf(texts: readonly string[]): Promise<string[]> {
    const labels: string[] = [];
    for (const text of texts) labels.push((await this.rank(text))[0] ?? '');
    return labels;
  }
}

/** The moods by the word lists nlp.js brings along, untrained; for Chinese it has none and says neutral. */
export async function moodsByLexicon(texts: readonly string[]): Promise<string[]> {
  const analyzer = new SentimentAnalyzer();
  const moods: string[] = [];
  for (const text of texts) moods.push((await analyzer.getSentiment(text, languageOf(text))).vote);
  return moods;
}

function languageOf(text: string): 'zh' | 'en' {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

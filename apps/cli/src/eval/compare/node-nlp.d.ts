/** What the comparison needs of nlp.js, which has no types of its own. */
declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: {
      languages: string[];
      autoSave?: boolean;
      autoLoad?: boolean;
      forceNER?: boolean;
      nlu?: { log?: boolean };
    });
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    /** `classifications`: every intent it knows of that language, the likeliest first; `None` is one it makes itself. */
    process(
      language: string,
      text: string,
    ): Promise<{ intent: string; classifications: { intent: string; score: number }[] }>;
  }

  export class SentimentAnalyzer {
    getSentiment(text: string, language: string): Promise<{ vote: 'positive' | 'neutral' | 'negative' }>;
  }
}

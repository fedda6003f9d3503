import { isHeldOut, readMessages, type LabelledMessage } from '#understanding';
import { f1, share } from '../figures.js';
import { evalHandoff, type HandoffRow, handoffRow } from '../handoff.task.js';
import { evalMessages } from '../messages.task.js';
import { readRows } from '../rows.js';
import { evalSentiment, macroF1, type SentimentRow, sentimentRow } from '../sentiment.task.js';
import type { Comparison } from './comparison.js';
import { moodsByLexicon, NLP, NlpPeer } from './nlp-peer.js';

const TRAINED = `${NLP}, same messages`;
const LEXICON = `${NLP}, its own word lists`;

const QUESTIONS = {
  intent: ({ intent }: LabelledMessage): string => intent,
  sentiment: ({ sentiment }: LabelledMessage): string => sentiment,
  kind: ({ kind }: LabelledMessage): string => kind,
};
/** What nlp.js says of a message that calls for nobody: our label, and its own for what it does not know. */
const PLAIN: ReadonlySet<string> = new Set(['none', 'None', '']);

/** Understanding by the desk and by nlp.js, which is taught the very messages the desk's models learnt from. */
export class UnderstandingComparison {
  private readonly peers = new Map<keyof typeof QUESTIONS, Promise<NlpPeer>>();

  /** @param folder of the project's labelled messages; see isHeldOut for which of them teach */
  constructor(private readonly folder: string) {}

  /** Intent and mood on the project's own messages that taught neither. */
  async messages(set: string): Promise<Comparison[]> {
    const rows = readMessages(this.folder).filter(({ text }) => isHeldOut(text));
    const texts = rows.map(({ text }) => text);
    const desk = await evalMessages(this.folder);
    const intents = await (await this.peer('intent')).labelsOf(texts);
    const right = rows.filter(({ intent }, i) => intent === intents[i]).length;
    return [
      {
        task: 'intent',
        set,
        figure: 'accuracy',
        n: rows.length,
        desk: desk.intent.accuracy,
        peer: share(right, rows.length),
        by: TRAINED,
      },
      ...(await this.moods(
        set,
        rows.map(({ text, sentiment }) => ({ text, label: sentiment })),
      )),
    ];
  }

  /** Mood on labelled rows of another source. */
  async sentiment(set: string, file: string): Promise<Comparison[]> {
    return this.moods(set, await readRows(file, sentimentRow));
  }

  /** Whether a person should take over. */
  async handoff(set: string, file: string): Promise<Comparison[]> {
    const rows = await readRows(file, handoffRow);
    const desk = await evalHandoff(rows);
    const kinds = await (await this.peer('kind')).labelsOf(rows.map(({ text }) => text));
    const peer = handoffFigures(rows, kinds);
    return (['recall', 'false_alarms', 'f1'] as const).map((figure) => ({
      task: 'handoff',
      set,
      figure: figure.replace('_', ' '),
      n: rows.length,
      desk: desk[figure],
      peer: peer[figure],
      by: TRAINED,
    }));
  }

  private async moods(set: string, rows: readonly SentimentRow[]): Promise<Comparison[]> {
    const texts = rows.map(({ text }) => text);
    const { macro_f1: desk } = await evalSentiment(rows);
    const said = [
      { by: TRAINED, moods: await (await this.peer('sentiment')).labelsOf(texts) },
      { by: LEXICON, moods: await moodsByLexicon(texts) },
    ];
    return said.map(({ by, moods }) => ({
      task: 'sentiment',
      set,
      figure: 'macro F1',
      n: rows.length,
      desk,
      peer: macroF1(rows.map(({ label }, i) => ({ label, said: moods[i] ?? '' }))),
      by,
    }));
  }

  private peer(question: keyof typeof QUESTIONS): Promise<NlpPeer> {
    const known = this.peers.get(question);
    if (known) return known;
    const labelOf = QUESTIONS[question];
    const lessons = readMessages(this.folder)
      .filter(({ text }) => !isHeldOut(text))
      .map((message) => ({ text: message.text, label: labelOf(message) }));
    const peer = NlpPeer.trainedOn(lessons);
    this.peers.set(question, peer);
    return peer;
  }
}

function handoffFigures(
  rows: readonly HandoffRow[],
  kinds: readonly string[],
): Record<'recall' | 'false_alarms' | 'f1', number> {
  const handed = rows.filter((_, i) => !PLAIN.has(kinds[i] ?? ''));
  const right = handed.filter(({ should_handoff }) => should_handoff).length;
  const meant = rows.filter(({ should_handoff }) => should_handoff).length;
  return {
    recall: share(right, meant),
    false_alarms: share(handed.length - right, rows.length - meant),
    f1: f1(right, handed.length, meant),
  };
}

/**
 * A cue is a meaning that matters for mood or handing over, with the many ways shoppers put it. A cue decides nothing by itself: it is
 * one feature of the classifier, so that a wording never seen in training still counts through the cue it shares with others.
 */
export interface CueSource {
  readonly name: string;
  /** Alternatives as regular-expression sources over normalised text (lower case, Simplified). */
  readonly words: readonly string[];
}

/** Makes a cue from lines of alternatives, separated by white space; `_` stands for a blank. */
export function cue(name: string, words: string): CueSource {
  return {
    name,
    words: words
      .trim()
      .split(/\s+/u)
      .map((word) => word.replaceAll('_', ' ')),
  };
}

/** English alternatives match at word starts; what follows the stem is left open unless the alternative closes it with `\b`. */
export function englishCue(name: string, words: string): CueSource {
  const source = cue(name, words);
  return { name, words: source.words.map((word) => `(?<![a-z])(?:${word})`) };
}

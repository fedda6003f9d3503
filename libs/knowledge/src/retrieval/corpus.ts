/** How rare each word and concept is among the articles of one language: what is rare tells articles apart. */
export class Corpus {
  private readonly ceiling: number;

  /**
   * @param frequency in how many of the articles each lexeme stands
   * @param changed state of the articles these figures were taken from
   * @param others in how many a lexeme may stand that has no frequency; more than 0 when not all articles were counted
   */
  constructor(
    readonly articles: number,
    private readonly frequency: ReadonlyMap<string, number>,
    readonly changed: string | null = null,
    private readonly others = 0,
  ) {
    this.ceiling = Math.log(1 + (articles + 0.5) / 0.5);
  }

  /** In how many articles it stands. */
  count(lexeme: string): number {
    return this.frequency.get(lexeme) ?? this.others;
  }

  /** 1 for a lexeme of no article, little less for one of a single article, towards 0 for one that stands everywhere (BM25's idf, scaled). */
  weight(lexeme: string): number {
    const count = this.count(lexeme);
    return Math.log(1 + (this.articles - count + 0.5) / (count + 0.5)) / this.ceiling;
  }
}

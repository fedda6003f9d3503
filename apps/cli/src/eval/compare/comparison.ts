/** One figure of one set, by the desk and by what one would pick instead, in the same run. */
export interface Comparison {
  task: string;
  set: string;
  figure: string;
  n: number;
  desk: number;
  peer: number;
  /** Its name and version. */
  by: string;
}

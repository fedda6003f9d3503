/** How much is done, and for how long. Every measure is bounded by these figures and stops by itself. */
export interface Plan {
  /** Shoppers who are connected during the load, and how many of them wait for an answer at a time (closed loop). */
  shoppers: number;
  inFlight: number;
  turnSeconds: number;
  latencySeconds: number;
  floorSeconds: number;
  complaints: number;
  deliveries: number;
  idleSockets: number;
  /** Generated articles, on top of the demo shop's. */
  articles: number;
  questions: number;
  /** Articles of the very large knowledge base, and questions put to it. */
  scale: Readonly<Record<DatabaseKind, number>>;
  scaleQuestions: number;
  /** Before the memory of a desk that has nothing to do is read. */
  idleSeconds: number;
}

export const FULL: Plan = {
  shoppers: 512,
  inFlight: 32,
  turnSeconds: 20,
  latencySeconds: 20,
  floorSeconds: 5,
  complaints: 100,
  deliveries: 300,
  idleSockets: 10_000,
  articles: 10_000,
  questions: 1_000,
  scale: { embedded: 10_000, postgres: 100_000 },
  scaleQuestions: 600,
  idleSeconds: 10,
};

export const QUICK: Plan = {
  shoppers: 128,
  inFlight: 32,
  turnSeconds: 6,
  latencySeconds: 6,
  floorSeconds: 2,
  complaints: 20,
  deliveries: 60,
  idleSockets: 1_000,
  articles: 1_000,
  questions: 300,
  scale: { embedded: 2_000, postgres: 10_000 },
  scaleQuestions: 200,
  idleSeconds: 4,
};

export const MEASURES = ['start', 'turns', 'handoff', 'delivery', 'idle', 'wechat', 'knowledge', 'scale'] as const;

export type Measure = (typeof MEASURES)[number];

export type DatabaseKind = 'embedded' | 'postgres';

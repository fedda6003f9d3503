/**
 * The floor under a turn: its inserts, updates and its search, committed, and nothing else. Each of the two transactions is one
 * statement, so one round trip; ended outbox rows are deleted in batches. No reading, thinking, waiting or delivering.
 */
import { BuiltinEmbeddings, featuresOf } from '#llm';
import { newId } from '#kernel';
import { toSql } from 'pgvector';
import { serveBench } from './children.js';
import { openStore, type Store } from './store.js';

const CONVERSATIONS = 256;
/** Ended outbox rows are deleted so many turns at a time, which is what the desk's timer comes to under load. */
const BATCH = 8;

const OPEN = `INSERT INTO conversation (id, shopper_id, channel, status, locale, last_activity_at, created_at, updated_at)
  SELECT id, id, 'web', 'bot', 'zh-CN', now(), now(), now() FROM unnest($1::uuid[]) AS t(id)`;

const RECEIVE = `WITH c AS (
    UPDATE conversation SET last_seq = last_seq + 1, last_shopper_seq = last_seq + 1, last_text = $2::text, last_author = 'shopper',
      last_activity_at = now(), updated_at = now() WHERE id = $1::uuid RETURNING id, last_seq),
  m AS (
    INSERT INTO message (conversation_id, seq, id, author_kind, author_id, text, client_id, channel, external_id, created_at)
    SELECT id, last_seq, $3::uuid, 'shopper', id, $2::text, $3::uuid, 'web', $3::uuid::text, now() FROM c),
  o AS (
    INSERT INTO outbox_event (id, event, handler, key, payload, dispatch, available_at, lease_until)
    VALUES ($4::uuid, 'message.received', 'turn.run', $1::uuid::text, $6::jsonb, 1, now(), now() + interval '30 s'),
           ($5::uuid, 'message.appended', 'delivery.message', $1::uuid::text, $7::jsonb, 1, now(), now() + interval '30 s'))
  SELECT last_seq AS seq FROM c`;

const SEARCH = `WITH near AS (
    SELECT article_id AS id, min(distance) AS distance
    FROM (SELECT equal.article_id, single.distance
          FROM (SELECT article_id, digest, embedding::vector(256) <=> $1::vector(256) AS distance FROM knowledge_passage
                WHERE locale = 'zh-CN' AND dimensions = 256 AND NOT repeated
                ORDER BY embedding::vector(256) <=> $1::vector(256) LIMIT 96) single
          CROSS JOIN LATERAL (
            SELECT single.article_id
            UNION ALL
            (SELECT p.article_id FROM knowledge_passage p
             WHERE p.locale = 'zh-CN' AND p.digest = single.digest AND p.repeated LIMIT 31)) equal
          ORDER BY distance LIMIT 96) nearest
    GROUP BY article_id),
  worded AS (
    SELECT a.id FROM unnest($2::tsquery[], $3::float4[]) AS term(query, weight)
    JOIN knowledge_article a ON a.search @@ term.query AND a.locale = 'zh-CN'
    GROUP BY a.id ORDER BY sum(term.weight) DESC, a.id LIMIT 48)
  SELECT a.id, a.version, near.distance::float8 AS distance
  FROM (SELECT id FROM near UNION SELECT id FROM worded) found
  JOIN knowledge_article a ON a.id = found.id LEFT JOIN near ON near.id = a.id
  WHERE a.status = 'published'`;

const ANSWER = `WITH c AS (
    UPDATE conversation SET last_seq = last_seq + 1, answered_seq = $2::int, last_text = $3::text, last_author = 'bot',
      last_activity_at = now(), updated_at = now()
    WHERE id = $1::uuid AND status = 'bot' AND last_shopper_seq = $2::int RETURNING id, last_seq),
  m AS (
    INSERT INTO message (conversation_id, seq, id, author_kind, text, citations, answers_from, answers_to, outcome, created_at)
    SELECT id, last_seq, $4::uuid, 'bot', $3::text, $6::jsonb, $2::int, $2::int, 'answered', now() FROM c)
  INSERT INTO outbox_event (id, event, handler, key, payload, dispatch, available_at, lease_until)
  VALUES ($5::uuid, 'message.appended', 'delivery.message', $1::uuid::text, $7::jsonb, 1, now(), now() + interval '30 s')`;

const CLEAR = 'DELETE FROM outbox_event WHERE id = ANY($1::uuid[])';

interface Question {
  text: string;
  vector: string;
  terms: string[];
  weights: number[];
}

interface Request {
  url?: string;
  folder?: string;
  seconds: number;
  questions: string[];
  /** A text as long as an answer. */
  answer: string;
}

async function prepare(texts: readonly string[]): Promise<Question[]> {
  const embedder = new BuiltinEmbeddings();
  return Promise.all(
    texts.map(async (text) => {
      const { words, concepts } = featuresOf(text, true);
      const terms = [...words, ...concepts.map((concept) => `#${concept}`)].map(
        (t) => `'${t.replace(/['\\]/gu, '$&$&')}'`,
      );
      const vector = String(toSql(await embedder.embedQuery(text)));
      return { text, vector, terms, weights: terms.map(() => 1) };
    }),
  );
}

/** Turns of one worker, one after the other, until `until`. */
async function work(
  store: Store,
  until: number,
  next: () => { conversation: string; question: Question },
  answer: string,
): Promise<number> {
  let turns = 0;
  let ended: string[] = [];
  while (performance.now() < until) {
    const { conversation, question } = next();
    const ids = [newId(), newId(), newId(), newId(), newId()] as const;
    const message = { id: ids[0], conversationId: conversation, author: { kind: 'shopper' }, text: question.text };
    const [row] = await store.query('receive', RECEIVE, [
      conversation,
      question.text,
      ids[0],
      ids[1],
      ids[2],
      JSON.stringify({ conversationId: conversation, seq: 1 }),
      JSON.stringify({ message, shopperId: conversation, status: 'bot' }),
    ]);
    const found = await store.query('search', SEARCH, [question.vector, question.terms, question.weights]);
    const citations = JSON.stringify([
      { articleId: found[0]?.['id'], title: question.text, version: 1, passage: answer },
    ]);
    await store.query('answer', ANSWER, [
      conversation,
      row?.['seq'],
      answer,
      ids[3],
      ids[4],
      citations,
      JSON.stringify({ message: { ...message, text: answer, citations }, shopperId: conversation, status: 'bot' }),
    ]);
    ended.push(ids[1], ids[2], ids[4]);
    turns += 1;
    if (turns % BATCH === 0) {
      await store.query('clear', CLEAR, [ended]);
      ended = [];
    }
  }
  await store.query('clear', CLEAR, [ended]);
  return turns;
}

async function measure(request: Request): Promise<{ turnsPerSecond: number; width: number }> {
  const questions = await prepare(request.questions);
  const store = await openStore({ url: request.url, folder: request.folder });
  try {
    const conversations = Array.from({ length: CONVERSATIONS }, () => newId());
    await store.query('open', OPEN, [conversations]);
    let question = 0;
    /** A worker has conversations of its own: one turn at a time in each, as with shoppers. */
    const worker = (index: number, until: number): Promise<number> => {
      const own = conversations.filter((_id, i) => i % store.width === index);
      let turn = 0;
      return work(
        store,
        until,
        () => ({
          conversation: own[turn++ % own.length] ?? '',
          question: questions[question++ % questions.length] as Question,
        }),
        request.answer,
      );
    };
    const run = async (seconds: number): Promise<number> => {
      const began = performance.now();
      const until = began + seconds * 1000;
      const turns = await Promise.all(Array.from({ length: store.width }, (_v, i) => worker(i, until)));
      return (turns.reduce((sum, n) => sum + n, 0) * 1000) / (performance.now() - began);
    };
    await run(0.5);
    return { turnsPerSecond: await run(request.seconds), width: store.width };
  } finally {
    await store.close();
  }
}

serveBench(measure);

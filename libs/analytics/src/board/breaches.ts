import type { BreachKind } from '#kernel';

/** The trade's deadlines for a complaint. */
const ANSWER_HOURS = 24;
const CLOSE_HOURS = 48;

const COMPLAINT = `c.handoff_reasons @> '[{"rule": "complaint"}]'::jsonb`;

/** What is overdue at $1: for each kind the ids of its conversations. The board counts them, its lists show them. */
export const BREACH_SQL: Readonly<Record<BreachKind, string>> = {
  first_reply: `SELECT c.id FROM conversation c
    WHERE c.status IN ('queued', 'assigned') AND c.first_reply_at IS NULL AND c.first_reply_due_at < $1::timestamptz`,
  offer_expired: `SELECT c.id FROM conversation c WHERE c.status = 'queued' AND EXISTS (
      SELECT 1 FROM handoff_offer o
      WHERE o.conversation_id = c.id AND o.ownership_version = c.ownership_version AND o.state = 'expired')`,
  complaint_answer: `SELECT c.id FROM conversation c
    WHERE c.status IN ('queued', 'assigned') AND ${COMPLAINT} AND c.first_reply_at IS NULL
      AND c.handed_off_at < $1::timestamptz - interval '${ANSWER_HOURS} hours'
    UNION SELECT t.conversation_id FROM ticket t WHERE t.status = 'open' AND t.answer_due_at < $1::timestamptz`,
  complaint_close: `SELECT c.id FROM conversation c
    WHERE c.status IN ('queued', 'assigned') AND ${COMPLAINT}
      AND c.handed_off_at < $1::timestamptz - interval '${CLOSE_HOURS} hours'
    UNION SELECT t.conversation_id FROM ticket t WHERE t.status = 'open' AND t.close_due_at < $1::timestamptz`,
};

/** What a shopper's message can be about. The order is the order of the trained model's outputs: append, never reorder. */
export const INTENTS = [
  'store_hours',
  'store_location',
  'parking',
  'brand_floor',
  'facilities',
  'events',
  'product_info',
  'recommendation',
  'size_advice',
  'stock',
  'price',
  'promotion',
  'coupon',
  'points',
  'membership',
  'gift_card',
  'payment',
  'invoice',
  'order_status',
  'order_change',
  'order_cancel',
  'delivery_options',
  'delivery_fee',
  'delivery_problem',
  'pickup',
  'return',
  'exchange',
  'refund_status',
  'repair',
  'warranty',
  'product_defect',
  'wrong_item',
  'price_protection',
  'lost_and_found',
  'account',
  'privacy',
  'feedback',
  'complaint_process',
  'complaint',
  'human_agent',
  'bot_feedback',
  'greeting',
  'thanks',
  'farewell',
  'chitchat',
  'other',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Why a message would have to go to a person; `none` for the great rest. Risks are listed by topic. */
export const KINDS = [
  'none',
  'human_request',
  'complaint',
  'anger',
  'injury',
  'food_safety',
  'fraud',
  'legal',
  'media',
  'data_leak',
  'bot_failure',
] as const;
export type Kind = (typeof KINDS)[number];

export const RISK_TOPICS = ['injury', 'food_safety', 'fraud', 'legal', 'media', 'data_leak'] as const;
export type RiskTopic = (typeof RISK_TOPICS)[number];

export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const;

export const ACTS = [
  'question',
  'greeting',
  'thanks',
  'farewell',
  'fragment',
  'acknowledgement',
  'withdrawal',
  'chitchat',
  'empty',
] as const;

/** One labelled message of libs/understanding/training. */
export interface LabelledMessage {
  text: string;
  should_handoff: boolean;
  kind: Kind;
  sentiment: (typeof SENTIMENTS)[number];
  intent: Intent;
  act: (typeof ACTS)[number];
}

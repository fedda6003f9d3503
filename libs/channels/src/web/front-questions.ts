import type { Locale } from '#kernel';

type PartOfDay = 'morning' | 'midday' | 'evening' | 'night';

/** What shoppers of a shop usually ask at a time of day, for a desk that has no history yet; the likeliest first. */
const USUAL: Record<Locale, Record<PartOfDay, readonly string[]>> = {
  'zh-CN': {
    morning: [
      '门店几点开门？',
      '停车怎么收费？',
      '我的订单到哪里了？',
      '怎么申请退货？',
      '会员有什么权益？',
      '怎么开发票？',
    ],
    midday: [
      '停车怎么收费？',
      '半小时达要多少配送费？',
      '怎么申请退货？',
      '会员积分怎么用？',
      '怎么开发票？',
      '门店营业到几点？',
    ],
    evening: [
      '门店营业到几点？',
      '停车怎么收费？',
      '半小时达送到几点？',
      '怎么申请退货？',
      '积分会过期吗？',
      '送晚了有补偿吗？',
    ],
    night: [
      '怎么申请退货？',
      '退款多久到账？',
      '我的订单到哪里了？',
      '优惠券怎么用？',
      '门店几点开门？',
      '怎么修改收货地址？',
    ],
  },
  en: {
    morning: [
      'When do the stores open?',
      'How much is parking?',
      'Where is my order?',
      'How do I return something?',
      'What do members get?',
      'How do I get an invoice?',
    ],
    midday: [
      'How much is parking?',
      'How much does 30-minute delivery cost?',
      'How do I return something?',
      'How do I use my points?',
      'How do I get an invoice?',
      'How late are the stores open?',
    ],
    evening: [
      'How late are the stores open?',
      'How much is parking?',
      'How late does 30-minute delivery run?',
      'How do I return something?',
      'Do points expire?',
      'Is there compensation for late delivery?',
    ],
    night: [
      'How do I return something?',
      'How long does a refund take?',
      'Where is my order?',
      'How do I use a coupon?',
      'When do the stores open?',
      'How do I change the delivery address?',
    ],
  },
};

/** @param hour 0 to 23 by the shop's clock */
export function usualQuestions(locale: Locale, hour: number): readonly string[] {
  const part = hour < 5 || hour >= 22 ? 'night' : hour < 11 ? 'morning' : hour < 17 ? 'midday' : 'evening';
  return USUAL[locale][part];
}

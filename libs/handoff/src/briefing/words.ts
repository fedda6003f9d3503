import type { Locale } from '#kernel';

/** What the briefing calls the matters of libs/understanding; one without a name here is called a question. */
export const MATTERS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  'zh-CN': {
    store_hours: '营业时间',
    store_location: '门店位置',
    parking: '停车',
    brand_floor: '品牌与楼层',
    facilities: '设施服务',
    events: '活动',
    product_info: '商品信息',
    recommendation: '选购建议',
    size_advice: '尺码',
    stock: '库存',
    price: '价格',
    promotion: '优惠活动',
    coupon: '优惠券',
    points: '积分',
    membership: '会员',
    gift_card: '购物卡',
    payment: '支付',
    invoice: '发票',
    order_status: '订单进度',
    order_change: '修改订单',
    order_cancel: '取消订单',
    delivery_options: '配送方式',
    delivery_fee: '运费',
    delivery_problem: '配送问题',
    pickup: '自提',
    return: '退货',
    exchange: '换货',
    refund_status: '退款',
    repair: '维修',
    warranty: '保修',
    product_defect: '商品质量',
    wrong_item: '错发漏发',
    price_protection: '价格保护',
    lost_and_found: '失物招领',
    account: '账号',
    privacy: '个人信息',
    feedback: '意见反馈',
    complaint_process: '投诉进度',
    complaint: '投诉',
    human_agent: '人工服务',
    bot_feedback: '对智能助手不满意',
  },
  en: {
    store_hours: 'opening hours',
    store_location: 'the way to the store',
    parking: 'parking',
    brand_floor: 'a brand or floor',
    facilities: 'facilities',
    events: 'an event',
    product_info: 'a product',
    recommendation: 'what to choose',
    size_advice: 'sizes',
    stock: 'stock',
    price: 'a price',
    promotion: 'an offer',
    coupon: 'a coupon',
    points: 'points',
    membership: 'membership',
    gift_card: 'a gift card',
    payment: 'a payment',
    invoice: 'an invoice',
    order_status: 'an order under way',
    order_change: 'a change to an order',
    order_cancel: 'cancelling an order',
    delivery_options: 'delivery',
    delivery_fee: 'delivery fees',
    delivery_problem: 'a delivery problem',
    pickup: 'store pick-up',
    return: 'a return',
    exchange: 'an exchange',
    refund_status: 'a refund',
    repair: 'a repair',
    warranty: 'the warranty',
    product_defect: 'a faulty product',
    wrong_item: 'a wrong or missing item',
    price_protection: 'price protection',
    lost_and_found: 'lost property',
    account: 'the account',
    privacy: 'personal data',
    feedback: 'feedback',
    complaint_process: 'an earlier complaint',
    complaint: 'a complaint',
    human_agent: 'talking to a person',
    bot_feedback: 'the assistant’s answers',
  },
};

export interface BriefingWords {
  question: string;
  want: string;
  order: string;
  phone: string;
  email: string;
  amount: string;
  date: string;
  page: string;
  /** By how many there are. */
  pictures: Readonly<Record<'one' | 'many', string>>;
  files: Readonly<Record<'one' | 'many', string>>;
  answered: string;
  clarified: string;
  abstained: string;
  title: string;
  untitled: string;
  join: string;
  summary: string;
  moods: Readonly<Record<'angry' | 'negative' | 'neutral' | 'positive', string>>;
  falling: string;
  triedNone: string;
  triedSome: string;
  because: Readonly<Record<string, string>>;
}

export const BRIEFING_WORDS: Readonly<Record<Locale, BriefingWords>> = {
  'zh-CN': {
    question: '咨询',
    want: '{matter}：{words}',
    order: '订单号 {value}',
    phone: '电话 {value}',
    email: '邮箱 {value}',
    amount: '金额 {value} 元',
    date: '日期 {words}（{value}）',
    page: '正在看的页面：{value}',
    pictures: { one: '发来 1 张图片', many: '发来 {count} 张图片' },
    files: { one: '发来 1 份文件', many: '发来 {count} 份文件' },
    answered: '已回答（{titles}）：{words}',
    clarified: '请顾客确认：{titles}',
    abstained: '未能回答：{words}',
    title: '《{title}》',
    untitled: '无引用文章',
    join: '、',
    summary: '顾客咨询{matter}，{because}。情绪{mood}{trend}。{tried}',
    moods: { angry: '激动', negative: '不满', neutral: '平静', positive: '良好' },
    falling: '，且逐轮变差',
    triedNone: '智能助手尚未作答。',
    triedSome: '智能助手已回答 {answered} 次，未能回答 {missed} 次。',
    because: {
      human_request: '要求人工服务',
      complaint: '提出投诉',
      anger: '情绪激烈',
      falling_mood: '情绪持续变差',
      bot_failure: '表示智能助手没有解决问题',
      missed: '多次未得到答案',
      asked_again: '同一问题再次提出',
      complex: '事项复杂',
      vip: '为高等级会员且助手无法回答',
      merchant_rule: '符合商户规则“{topic}”',
      'risk:injury': '涉及人身伤害',
      'risk:food_safety': '涉及食品安全',
      'risk:fraud': '涉及盗刷或诈骗',
      'risk:legal': '提到法律途径',
      'risk:media': '提到媒体曝光',
      'risk:data_leak': '涉及个人信息泄露',
      other: '需要人工处理',
    },
  },
  en: {
    question: 'a question',
    want: 'About {matter}: {words}',
    order: 'Order {value}',
    phone: 'Phone {value}',
    email: 'E-mail {value}',
    amount: 'Amount {value} CNY',
    date: 'Date {words} ({value})',
    page: 'Looking at: {value}',
    pictures: { one: 'Sent a picture', many: 'Sent {count} pictures' },
    files: { one: 'Sent a file', many: 'Sent {count} files' },
    answered: 'Answered ({titles}): {words}',
    clarified: 'Asked which was meant: {titles}',
    abstained: 'Had no answer: {words}',
    title: '“{title}”',
    untitled: 'no article',
    join: ', ',
    summary: 'The shopper writes about {matter}; {because}. Mood: {mood}{trend}. {tried}',
    moods: { angry: 'heated', negative: 'dissatisfied', neutral: 'calm', positive: 'good' },
    falling: ', getting worse turn by turn',
    triedNone: 'The assistant has not answered yet.',
    triedSome: 'The assistant answered {answered} time(s) and had no answer {missed} time(s).',
    because: {
      human_request: 'asked for a person',
      complaint: 'complains',
      anger: 'is angry',
      falling_mood: 'the mood keeps falling',
      bot_failure: 'says the assistant did not help',
      missed: 'got no answer several times',
      asked_again: 'asks the same again',
      complex: 'the matter has many parts',
      vip: 'is a member of high standing whom the assistant could not answer',
      merchant_rule: 'meets the shop’s rule “{topic}”',
      'risk:injury': 'somebody may be hurt',
      'risk:food_safety': 'food safety is at stake',
      'risk:fraud': 'speaks of fraud or theft',
      'risk:legal': 'speaks of legal steps',
      'risk:media': 'speaks of going public',
      'risk:data_leak': 'personal data may have leaked',
      other: 'needs a person',
    },
  },
};

export interface ReplyWords {
  greeting: string;
  sorry: string;
  seen: string;
  given: string;
  /** Next step by the first rule that has one. */
  steps: Readonly<Record<string, string>>;
  askOrder: string;
}

/** The first reply, in the shopper's language: apology where one is due, the matter by its name, what happens next. */
export const REPLY_WORDS: Readonly<Record<Locale, ReplyWords>> = {
  'zh-CN': {
    greeting: '您好，我是人工客服。',
    sorry: '非常抱歉给您带来了不好的体验。',
    seen: '您关于{matter}的情况我已经看过前面的对话，不用再重复说明。',
    given: '您提供的{facts}我已记下。',
    steps: {
      'risk:injury': '请先照顾好受伤的人，必要时立即就医并保留好票据和现场照片；我马上请主管跟进，并尽快与您电话联系。',
      'risk:food_safety': '请先停止食用，保留好商品、包装和小票，如有不适请尽快就医；我马上上报食品安全负责人并跟进。',
      'risk:fraud': '请先不要再转账或提供验证码，尽快修改密码；我马上为您核实账户并上报。',
      'risk:legal': '这件事我会马上请主管一起处理，并在 24 小时内给您明确答复。',
      'risk:media': '这件事我会马上请主管一起处理，并在 24 小时内给您明确答复。',
      'risk:data_leak': '我会马上上报个人信息保护负责人核查，并把结果告诉您。',
      complaint: '我现在为您登记并核实，24 小时内给您答复，48 小时内处理完毕。',
      anger: '我现在就核实情况，请给我几分钟，我会给您一个明确的处理办法。',
      falling_mood: '我现在就核实情况，请给我几分钟，我会给您一个明确的处理办法。',
      other: '我现在就为您查看，请稍等。',
    },
    askOrder: '方便的话，请把订单号发给我，我好直接查询。',
  },
  en: {
    greeting: 'Hello, I’m a member of the service team.',
    sorry: 'I’m very sorry about this experience.',
    seen: 'I have read the conversation about {matter}, so there is no need to repeat anything.',
    given: 'I have noted your {facts}.',
    steps: {
      'risk:injury':
        'Please look after whoever is hurt first, see a doctor if needed and keep receipts and photos; I am bringing in my supervisor now and we will call you.',
      'risk:food_safety':
        'Please stop eating it, keep the product, packaging and receipt, and see a doctor if anyone feels unwell; I am reporting this to our food-safety officer now.',
      'risk:fraud':
        'Please make no further payments, share no codes and change your password; I am checking your account and reporting this now.',
      'risk:legal': 'I am bringing in my supervisor now, and you will have a clear answer within 24 hours.',
      'risk:media': 'I am bringing in my supervisor now, and you will have a clear answer within 24 hours.',
      'risk:data_leak': 'I am reporting this to our data-protection officer now and will tell you what we find.',
      complaint:
        'I am recording and checking it now; you will hear from us within 24 hours, and it will be settled within 48.',
      anger: 'Let me check this right now; give me a few minutes and I will come back with a clear solution.',
      falling_mood: 'Let me check this right now; give me a few minutes and I will come back with a clear solution.',
      other: 'Let me look into it for you now.',
    },
    askOrder: 'If you have the order number at hand, please send it so that I can look it up.',
  },
};

/** What no sentence may say, whatever the passages say. */
export type Refusal = 'promise' | 'personal_state' | 'claims_to_be_human' | 'reveals_instructions' | 'markup';

const DONE_ZH =
  '退款|退钱|退货|换货|办理|办好|取消|下单|登记|提交|申请|联系|转接|安排|催|修改|更改|补偿|赔偿|赠送|发放|发送|寄出|预约|预订|开具|升级|处理|反馈|上报|通知|查到|查询|核实|加急|冻结|注销|绑定|减免|免除|充值|延长|保留|申报|备注|记录|跟进|解决|帮';
const DONE_EN =
  'refund|return|cancel|process|issue|arrange|book|schedul|contact|transfer|forward|submit|creat|chang|updat|upgrad|compensat|credit|send|sent|ship|waiv|appl|regist|reserv|notif|escalat|check|look|approv|add|remov|extend|record|ask|call|confirm|open|fil|email|text|handl|tak|mak|giv';

const RULES: readonly [Refusal, RegExp][] = [
  [
    'promise',
    new RegExp(
      `(?:我|小助手|本助手|我这边|这边)(?:们)?(?:已|已经|会|将|将会|马上|立即|立刻|现在|可以|来|这就|去|能|正在|正|刚|刚刚|先|再|为|帮|给|替|保证|承诺|确保|负责)`,
      'u',
    ),
  ],
  ['promise', new RegExp(`(?:已|已经|正在|马上|立即|立刻|这就|稍后|将|会)(?:为|帮|给|替|向)(?:您|你|贵)`, 'u')],
  ['promise', new RegExp(`(?:为|帮|给|替)(?:您|你)(?:[^，。；]{0,6})?(?:${DONE_ZH})(?:了|好|完|成功|一下)`, 'u')],
  ['promise', /(?:保证|承诺|担保|包您|包你|一定会|绝对|百分之百|百分百|100\s*%)(?!金)/u],
  [
    'promise',
    new RegExp(
      `\\b(?:i|i['’](?:ve|ll|m|d)|we['’](?:ve|ll)|let me)\\b(?:\\s+(?:have|had|will|can|am|just|already|now|going|to|be|would|personally|gladly|happily))*\\s+(?:${DONE_EN})`,
      'iu',
    ),
  ],
  [
    'promise',
    /\b(?:i promise|i guarantee|we guarantee|guarantee(?:d|s)? (?:you|that)|i assure|rest assured|on my behalf|consider it done)\b/iu,
  ],
  [
    'personal_state',
    /(?<!如果|若|当|如)(?:您|你)的(?:[^，。；\s]{0,4})?(?:订单|退款|包裹|快递|申请|账户|账号|积分|会员|投诉|工单|余额|优惠券|预约|退货)(?:[^，。；]{0,6})?(?:已|已经|正在|成功|刚刚|目前|现在是|显示|有\s*\d)/u,
  ],
  ['personal_state', /已(?:经)?[^，。；]{0,8}(?:您|你)/u],
  [
    'personal_state',
    /(?:退款|退货|申请|订单|取消|投诉|预约)(?:已经?|成功)(?:提交|办理|受理|通过|批准|完成|生效|发货|发出|取消|到账|处理|登记|成功)/u,
  ],
  [
    'personal_state',
    /(?<!\b(?:if|when|once|until|before|after|unless)\s)\byour\s+(?:\w+\s+){0,2}(?:order|refund|return|parcel|package|request|account|complaint|claim|application|booking|points|balance|ticket|case)\s+(?:has|have|is (?:now|being|already|on)|was|had|have been|will be (?:approved|refunded|sent today))\b/iu,
  ],
  [
    'claims_to_be_human',
    /(?:我|本人)(?:就)?是(?:一名|一个|一位|真|这里的|店里的|本店的)?(?:真人|人工|人类|客服人员|店员|店长|经理|主管|员工|客服小)|不是(?:机器人|人工智能|ai|智能助手|程序)|真人(?:客服)?在(?:线|为)|我叫/iu,
  ],
  [
    'claims_to_be_human',
    /\b(?:i am|i['’]m|this is|you are (?:talking|speaking|chatting) (?:to|with))\s+(?:actually\s+)?(?:a\s+|an\s+|the\s+)?(?:real|human|person|live|actual|manager|supervisor|employee|staff|member of)|\bnot (?:a|an) (?:bot|robot|ai|machine|program|chatbot)\b|\bmy name is\b/iu,
  ],
  [
    'reveals_instructions',
    /提示词|系统(?:提示|指令|消息)|(?:我的|内部|以上|上述|收到的)(?:指令|规则|设定|提示)|开发者模式|越狱|no_answer|<\/?[a-z]+-|passages-|question-/iu,
  ],
  [
    'reveals_instructions',
    /\b(?:system prompt|my (?:instructions|rules|prompt|guidelines)|i was (?:told|instructed)|developer mode|jailbreak|ignore (?:all|previous|the)|as an ai (?:language )?model|dan mode)\b/iu,
  ],
  ['markup', /<[a-z/!][^>]*>|javascript:|\]\(|!\[|```|\{\{|\$\{/iu],
];

/** What the shop says of itself in its articles (我们会在 24 小时内回复), and may be repeated word for word. */
const OWN_VOICE = /^我们(?:会|将)|^we['’]ll\b/iu;
const COMMITMENT = /^(?:保证|承诺|担保|一定会)/u;

/** Lengths of a run of characters that an answer does not share with the rules by accident. */
const SHARED_RUN = { han: 14, latin: 32 };

/**
 * Looks for what must not be said: acts done or promised in the shop's name, statements about this shopper's own orders, claims to be a
 * person, the instructions themselves, markup.
 *
 * @param rules the system prompt, so that a stretch of it is recognised
 * @param evidence text of the cited passages: what the shop itself says there about what it does may be repeated
 */
export function refusalOf(sentence: string, rules: string, evidence = ''): Refusal | undefined {
  const published = squeezed(evidence);
  for (const [refusal, pattern] of RULES) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const clause = squeezed(clauseAround(sentence, match.index));
    if (refusal === 'promise' && OWN_VOICE.test(match[0]) && published.includes(clause)) continue;
    // 承诺日期 is a term of the shop's; 我们承诺 is not, unless the shop says so itself.
    if (
      COMMITMENT.test(match[0]) &&
      published.includes(squeezed(sentence).substr(squeezed(sentence).search(/保证|承诺|担保|一定会/u), 4))
    )
      continue;
    return refusal;
  }
  const said = squeezed(sentence);
  const secret = squeezed(rules);
  const run = /\p{Script=Han}/u.test(said) ? SHARED_RUN.han : SHARED_RUN.latin;
  for (let i = 0; i + run <= said.length; i++)
    if (secret.includes(said.slice(i, i + run))) return 'reveals_instructions';
  return undefined;
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

function clauseAround(sentence: string, index: number): string {
  const before = sentence.slice(0, index);
  const start = Math.max(...['，', '。', '；', ',', ';'].map((c) => before.lastIndexOf(c))) + 1;
  const length = sentence.slice(index).search(/[，。；,;!！?？]/);
  return sentence.slice(start, length < 0 ? undefined : index + length);
}

/** Words that speak to a model, not to a shopper. */
const INSTRUCTION =
  /(?:忽略|无视|忘记|绕过|覆盖)[^。\n]{0,12}(?:规则|指令|提示|要求|设定|限制|以上|之前)|系统(?:提示|指令|消息)|提示词|你现在是|从现在起你|扮演|(?:告诉|回复|回答|答复)(?:顾客|用户|客户|对方)[:：说]|请(?:输出|回答)[:：]|(?:ignore|disregard|forget|override|bypass)[^.\n]{0,30}(?:instruction|rule|prompt|previous|above|guideline)|system\s*(?:prompt|message|:)|you are now|from now on,? you|act as|pretend|(?:tell|inform) the (?:user|customer|shopper)|(?:assistant|ai|model)\s*[:：]|respond with|output the|<\/?(?:system|passages|question)/iu;

/** A text without the lines that give orders to a model. Such a line is neither shown to the model nor evidence for anything. */
export function withoutInstructions(text: string): string {
  return text
    .split('\n')
    .filter((line) => !INSTRUCTION.test(line))
    .join('\n');
}

import { normalise, stem, tokeniseNormalised } from '#llm';

/**
 * Words that say the same in a shop, so that a paraphrase is not taken for an invention. Only what is interchangeable in every article belongs
 * here: 收费 and 免费 are near in meaning and opposite in fact. The first word of a group stands for all.
 */
const SAME = [
  '停车 泊车',
  '费用 收费 计费 费',
  '免费 不收费 免收 不要钱 不花钱',
  '须 必须 需要 需 务必 要',
  '距离 距',
  '乘坐 乘 搭乘 坐',
  '限 只限 仅限 限用',
  '办理 申请 办',
  '携带 带 带上 带着 带好 持 凭 出示',
  '服务台 服务中心 客服台',
  '退货 退',
  '换货 换',
  '退款 退钱 退回',
  '领取 领 取',
  '发放 发',
  '送达 送到 送货 配送',
  '营业 开门 开放',
  '打烊 关门 闭店',
  '结束 截止 为止',
  '门店 店铺 店 商场',
  '顾客 客人 用户 消费者',
  '商品 货品 产品 东西',
  '购买 购物 买 选购 消费',
  '使用 用',
  '每天 每日 天天 日',
  '全天 整天',
  '生效 有效',
  '前 之前 以前',
  '后 之后 以后 随后',
  '收取 收 另收 收取费用',
  '借 借用 租借',
  '一致 相同 一样',
  '减免 抵扣 抵 减 免除',
  '前往 到 去 来 至',

  '联系 拨打 致电',
  '查询 查看 查',
  '登记 注册',
  '时间 时段',
  '小时 钟头',
  '自动 系统自动',
  '按 按照 依 依照',
  '标准 规则',
  '支付 付款 缴费 结算 付',
  '离场 离开 出场',
  '上传 提交',
  '拍照 拍',
  '合并 累计 相加 叠加',
  '累积 累计',
  '级别 等级',
  '当天 当日',
  '提供 配备',
  '位于 在',
  '包括 包含 含',
  '更改 修改 改 变更',
  '取消 撤销',
  '电话 热线',
  '原路 原支付方式',
  '到账 退回',
  '完成 办完',
  '承担 负担 出',
  '赠送 送',
  '通用 都可用',
  '适用 可用',
  '拨打 打',
  '审核 检查',
  '收到 签收',
  '寄回 寄',
  '原包装 包装',
  '完好 完整',
  '损坏 破损',
  '重新 再次 再',
  '首页 主页',
  '开具 开',
  '填写 填',
  '选择 选',
  'parking park',
  'fee charge cost price rate',
  'free complimentary',
  'must need require have_to',
  'store shop mall branch',
  'open opening',
  'close closing',
  'customer shopper guest',
  'buy purchase spend bought shopping',
  'return send_back',
  'refund reimburse',
  'deliver delivery ship',
  'bring take carry show present',
  'desk counter',
  'day daily everyday',
  'hour hourly',
  'after afterwards then beyond thereafter',
  'deduct reduce take_off reduction discount',
  'item product goods article',
  'receive get obtain',
  'pay payment',
  'phone call hotline telephone',
  'register sign_up join',
  'maximum max cap most',
  'combine add stack together',
  'apply valid applicable',
  'automatically automatic',
  'renew reset refresh',
  'original initial',
  'repair fix',
  'exchange swap replace',
  'check inspect',
  'cancel call_off',
  'collect pick_up pickup collection',
  'complete finish',
  'available offer provide',
  'leave exit depart',
  'upload submit',
  'number plate',
  'link bind',
].map((group) => group.split(' '));

/** Words that carry no statement of their own. Quantities, promises and judgements (全部, 保证, always, guaranteed) are not among them. */
const GLUE = `
的 了 吗 呢 吧 啊 呀 哦 哈 嘛 着 过 地 得 之 其 该 此 这 那 这个 那个 这些 那些 这里 那里 哪里 哪 什么 怎么 如何 为 为了 是 有 在 和 与 及 以及 或 或者 还 也 都 就 便 则 即 而 并 并且 且 而且 又 再 很 更 较 已 被 把 将 会 能 可 可以 能够 即可 便可 就可
请 您 你 您的 你的 我们 咱们 本店 我店 亲 您好 你好 好的 嗯 哟 哒 呦 于 从 由 由于 因为 因此 所以 对 对于 关于 向 给 让 跟 同 等 等等 以 按 个 位 种 次 里 中 上 下 内 外 时 期间 方面 情况 话 的话 如果 若 如 假如 时候 具体 根据 依据 相关 有关 
说明 资料 信息 介绍 规定 显示 提到 来说 而言 另外 此外 同时 还有 其中 分别 首先 其次 然后 最后 接着 请问 需 哪些 多少 几 几个 多久 为您 帮您 方便 直接 进行 来 去 到 即是 就是 也就是 也就是说 换句话说 简单 只要 便 当 所 
通过 但 但是 不过 since because although though whether 一 一下 一个 一张 一份 一台 一件 一位 一家 一名 一笔 一条 一般 通常 感谢 谢谢 咨询 欢迎 光临 建议 计算 算 计 标准 享 享受 享有 费 每 满 最高 最多 至少 不超过 以上 以下 起 内 至 到 达 达到 超过 
a an the this that these those it its they them their there here he she i we you your our us is are be was were been am do does did have has had can could may might will would shall should of to in on at for by with from as and or
also too so than which who whom whose what how when where if then well please thank thanks dear hello hi sure okay ok yes note kindly simply just per each about regarding according information article passage source case way time go come get let make 
would like want look see find still up out into over your while during between both either such be being s t re ve ll d m up within once every least most more maximum minimum
`;

/** Words a sentence may add although the passage lacks them: they make it weaker or politer, never wider. */
const HEDGES = `抱歉 距 很抱歉 非常抱歉 遗憾 部分 可能 或许 也许 大约 左右 距离 选择 订单 设有 备有 位于 拨打 致电 部 小姐姐 哦 呢 时候 日常 目前 规定 需求 情况 store shop 门店 sorry unfortunately date however take use 用 使用 possibly probably usually generally`;

const canonical = new Map<string, string>();
for (const [first = '', ...others] of SAME) {
  for (const word of [first, ...others]) {
    const key = stem(normalise(word));
    // A word of two groups stands for the first: the groups are ordered by how sure they are.
    if (!canonical.has(key)) canonical.set(key, stem(first));
  }
}
const glue = new Set(
  GLUE.split(/\s+/)
    .filter(Boolean)
    .map((word) => stem(normalise(word))),
);

const hedges = new Set(HEDGES.split(/\s+/).map((word) => stem(normalise(word))));

/** True for words that only soften; see the list. */
export const softens = (word: Word): boolean => hedges.has(word.plain);

/** A word as it is compared, and whether the text denies it. */
export interface Word {
  /** As tokenised. */
  plain: string;
  /** Its group's name where it has one. */
  key: string;
  denied: boolean;
}

/** Who bears or does something is said with pronouns, which are glue otherwise. */
const ROLES: readonly [RegExp, string][] = [
  [
    /由(?:我们|本店|商家|门店|店方|店铺|商场|平台|我方)|(?:我们|本店|商家|门店)(?:承担|支付|负责)|\b(?:we|the (?:store|shop)) (?:pay|cover|bear)|at our (?:own )?(?:expense|cost)/gu,
    '#shop',
  ],
  [
    /由(?:您|你|顾客|客户|买家|用户|会员|消费者)|(?:您|你|顾客|客户|买家)(?:自行|自己)?(?:承担|支付|负责|出)|自费|自理|自付|\byou (?:pay|cover|bear)|at your (?:own )?(?:expense|cost)/gu,
    '#shopper',
  ],
];

const HAN = /^\p{Script=Han}+$/u;

/** Signs that deny what follows. 不但, 不仅, 无论 and their like deny nothing; 非常 is no 非. */
const DENIAL =
  /(?:不能|不可以|不可|不得|不予|不会|不需要|不需|不用|不必|不要|不再|不支持|不提供|不接受|不允许|不包括|不包含|不含|不享受|不适用|不参加|不参与|无需|无须|毋须|不是|没有|没法|无法|不了|请勿|切勿|勿|谢绝|禁止|严禁|拒绝|暂不|并不|并未|尚未|概不|恕不|(?<![未无])未(?!来|满|必)|不(?!但|仅|便|妨|错|断|过|同|管|论|如|久|限|满|足|到|超|少于|低于|高于|多于|大于|客气|好意思)|没(?!关系|问题)|无(?!论|锡|线|忧|障碍)|(?<!除|是|并)非(?!常)|\b(?:not|never|cannot|no|without|neither|nor|unable to|n't|do not|does not|did not|don't need to|exclud(?:e|es|ed|ing)|except(?: for)?|free of)\b|n['’]t\b)/gu;

/** What a denial keeps of its own: 不支持 denies 支持, 不含 denies 含. */
const KEPT = /支持|提供|接受|允许|包括|包含|含|享受|适用|参加|参与/u;

/**
 * The words of a stretch of normalised text, in order, without glue. The first word after a denial is marked as denied, so that
 * 不支持退货 and 支持退货 differ.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let from = 0;
  let denied = false;
  const add = (stretch: string): void => {
    for (const plain of tokeniseNormalised(stretch)) {
      if (glue.has(plain) || /^\d/.test(plain)) continue;
      words.push({ plain, key: canonical.get(plain) ?? plain, denied });
      denied = false;
    }
  };
  for (const match of text.matchAll(DENIAL)) {
    add(text.slice(from, match.index));
    denied = true;
    add(KEPT.exec(match[0])?.[0] ?? '');
    from = match.index + match[0].length;
  }
  add(text.slice(from));
  for (const [pattern, role] of ROLES)
    if (text.search(pattern) >= 0) words.push({ plain: role, key: role, denied: false });
  return words;
}

/**
 * Whether a text contains the word although it was cut in another way there: every part of it stands in the text, or is glue; single
 * characters count only beside glue (员会 in a text with 快递员).
 */
export function contains(text: string, word: string): boolean {
  if (!HAN.test(word)) return false;
  if (word.length >= 2 && text.includes(word)) return true;
  const parts = (at: number, singles: number): boolean => {
    if (at === word.length) return singles <= 1;
    for (let end = word.length; end > at; end--) {
      const part = word.slice(at, end);
      const counted = part.length === 1 && !glue.has(part) ? 1 : 0;
      if (
        (glue.has(part) || text.includes(part)) &&
        (counted === 0 || word.length > 1) &&
        parts(end, singles + counted)
      )
        return true;
    }
    return false;
  };
  return word.length <= 8 && parts(0, 0);
}

/**
 * Slips in the few words on which a handover turns: wrong characters of the same sound or shape, and pinyin typed without the input
 * method. Other slips are the search's business; these must not be missed.
 */
const MENDED: readonly (readonly [RegExp, string])[] = [
  [/投拆|投斥|头诉|投素|投述|偷诉|投泝/gu, '投诉'],
  [/人共|人公(?!里|斤|司|园|交|寓|众|布|主)|仁工|人功|人宫|人攻/gu, '人工'],
  [/专人(?=工|客服)|转仁|砖人工/gu, '转人'],
  [/课服|客付|克服(?=呢|在|人|电话|$)|客福|可服|刻服/gu, '客服'],
  [/推款|退宽|退欵|蜕款/gu, '退款'],
  [/推货|蜕货/gu, '退货'],
  [/举抱|举暴|局报/gu, '举报'],
  [/暴光|爆光/gu, '曝光'],
  [/太度|泰度/gu, '态度'],
  [/拉圾|辣鸡(?!翅|腿|排|块|粉)|勒色|lese\b|laji\b/gu, '垃圾'],
  [/维全|违权/gu, '维权'],
  [/律帅|律诗函/gu, '律师'],
  [/(?<![a-z])tou ?su(?![a-z])/gu, '投诉'],
  [/(?<![a-z])(?:zhuan|zuan) ?ren ?gong(?![a-z])/gu, '转人工'],
  [/(?<![a-z])ren ?gong(?: ?ke ?fu)?(?![a-z])/gu, '人工'],
  [/(?<![a-z])ke ?fu(?![a-z])/gu, '客服'],
  [/(?<![a-z])tui ?kuan(?![a-z])/gu, '退款'],
  [/(?<![a-z])tui ?qian(?![a-z])/gu, '退钱'],
  [/(?<![a-z])tui ?huo(?![a-z])/gu, '退货'],
  [/(?<![a-z])pian ?zi(?![a-z])/gu, '骗子'],
  [/(?<![a-z])jing ?li(?= ?(?:chulai|lai)\b)/gu, '经理'],
  [/(?<![a-z])qi ?si ?wo(?: ?le)?(?![a-z])/gu, '气死我了'],
  [/\bcomplan(?=t|ing|ed|\b)|\bcompla(?:i?m|ni)(?=t|ts)\b/gu, 'complain'],
  [/\bcomplian(?=t|ts|ing)/gu, 'complain'],
  [/\bagnets?\b|\bagnt\b|\bagetn\b/gu, 'agent'],
  [/\bhuamn\b|\bhumna\b|\bhumen\b/gu, 'human'],
  [/\bspeek\b|\bspaek\b/gu, 'speak'],
  [/\btlak\b|\btaalk\b/gu, 'talk'],
  [/\bmanger\b|\bmanagr\b/gu, 'manager'],
  [/\bpersn\b|\bpreson\b/gu, 'person'],
  [/\bcustomr\b|\bcostumer\b|\bcutomer\b|\bcusotmer\b/gu, 'customer'],
  [/\bservise\b|\bsrvice\b/gu, 'service'],
  [/\brefnud\b|\breefund\b/gu, 'refund'],
];

export function mendTriggers(plain: string): string {
  let text = plain;
  for (const [slip, word] of MENDED) text = text.replace(slip, word);
  return text;
}

import type { Passage } from '../../libs/knowledge/src/grounded/types.js';

const passage = (key: string, title: string, text: string): Passage => ({
  articleId: `id-${key}`,
  key,
  title,
  version: 1,
  text,
});

/** A small shop to answer from. Numbers in the cases below are positions in the list of keys that each case names. */
export const SHOP: Readonly<Record<string, Passage>> = Object.fromEntries(
  [
    passage(
      'parking-sh',
      '上海静安店停车怎么收费？',
      '上海静安店停车前 15 分钟免费，之后每小时 12 元，每 24 小时最高 80 元。\n不足一小时按一小时计；车位较少，周末建议乘地铁前来。',
    ),
    passage(
      'parking-cd',
      '成都锦江店停车怎么收费？',
      '成都锦江店停车前 30 分钟免费，之后每小时 8 元，每 24 小时最高 50 元。\n不足一小时按一小时计。',
    ),
    passage(
      'parking-member',
      '会员每天可以免费停车几小时？',
      '会员每天可免费停车：青杉 1 小时、银杉 2 小时、金杉 4 小时，黑杉全天免费，三家店通用。\n时长每天更新、当天有效，不累积；每位会员同一天只能用于一辆已绑定车牌的车。\n离场前在小程序“停车缴费”里会自动抵扣，无需领取。',
    ),
    passage(
      'parking-spend',
      '消费满多少可以减免停车费？',
      '当天消费满额可减免 2 小时停车费：杭州滨江店满 200 元、上海静安店满 300 元、成都锦江店满 100 元，不是会员也可以用。\n离场前在小程序“停车缴费—小票减免”拍照上传，或到 F1 服务台办理；多张小票可以合并，每天限用一次。',
    ),
    passage(
      'return-7',
      '七天无理由退货怎么算？',
      '签收后 7 天内，商品完好、吊牌和原包装齐全的，可以无理由退货。\n生鲜、贴身衣物和定制商品不支持无理由退货。\n退货由快递员免费上门取件，运费由我们承担。',
    ),
    passage(
      'refund-time',
      '退款多久到账？',
      '仓库收到退货并验收后，1 个工作日内提交退款，3 个工作日内原路退回。\n用礼品卡支付的部分退回礼品卡。',
    ),
    passage(
      'pets',
      '可以带宠物进商场吗？',
      '商场内不能带宠物进入，导盲犬除外。\n一楼东门外有宠物寄存柜，每次最长 2 小时，免费使用。',
    ),
    passage(
      'delivery-30',
      '半小时达怎么收配送费？',
      '距门店 3 公里以内可以选 30 分钟送达，满 59 元免配送费，不满 59 元收 6 元。\n配送时间为 9:00–21:30，恶劣天气可能延迟。',
    ),
    passage(
      'hotline',
      '客服电话是多少？',
      '服务热线 400-820-1668，每天 9:00–21:00 有人接听。\n也可以在 App“我的—客服”里留言，我们会在 24 小时内回复。',
    ),
    passage(
      'birthday',
      '会员生日有什么礼物，怎么领？',
      '生日当月 1 日自动发放生日券：青杉 20 元、银杉 50 元、金杉 100 元、黑杉 200 元另加一份生日礼盒，当月有效，无门槛。\n礼盒凭会员码和身份证在任一门店 F1 服务台领取，过月不补。',
    ),
    passage(
      'warranty',
      '保修期多长？',
      '大家电整机保修 1 年，主要部件保修 3 年，从签收次日算起。\n人为损坏不在保修范围内，维修收取材料费，不收人工费。',
    ),
    passage(
      'en-parking-sh',
      "How much is parking at the Shanghai Jing'an store?",
      "Parking at Shanghai Jing'an is free for the first 15 minutes, then ¥12 an hour, with a maximum of ¥80 per 24 hours.\nPart hours count as full hours; spaces are few, so we suggest the metro at weekends.",
    ),
    passage(
      'en-parking-cd',
      'How much is parking at the Chengdu Jinjiang store?',
      'Parking at Chengdu Jinjiang is free for the first 30 minutes, then ¥8 an hour, with a maximum of ¥50 per 24 hours.',
    ),
    passage(
      'en-parking-member',
      'How many hours of free parking do members get each day?',
      'Members park free each day for 1 hour (Green), 2 hours (Silver) or 4 hours (Gold); Black members park free all day, in all three stores.\nThe hours renew every day and do not add up; each member can use them for one car with a linked number plate per day.',
    ),
    passage(
      'en-return',
      'Can I return something within seven days?',
      'Within 7 days of receipt you can return an item without giving a reason, provided it is in good condition with its tags and original packaging.\nFresh food, underwear and custom-made items cannot be returned.\nA courier collects the parcel at your door free of charge.',
    ),
    passage(
      'en-gift-card',
      'How long is a gift card valid?',
      'Gift cards are valid for 3 years from the day of purchase and cannot be exchanged for cash.\nA lost card can be blocked at the service desk on F1 with the purchase receipt.',
    ),
    passage(
      'en-hours',
      'When is the Hangzhou Binjiang store open?',
      'The Hangzhou Binjiang store is open from 10:00 to 22:00 every day; the supermarket opens at 8:30.\nOn public holidays we close one hour later.',
    ),
    passage(
      'kb-diff',
      '换货要补差价吗？',
      '同款换尺码或颜色按原来的成交价换，不补也不退差价。换的规格标价不同时（例如容量、尺寸不同），多退少补，差额在寄出新商品前结清。',
    ),
    passage(
      'en-kb-diff',
      'Do I pay the difference when exchanging?',
      'Exchanging for another size or colour of the same style is done at the price you paid, with nothing to add or refund. If the variant has a different list price (another capacity or dimension, for example), you pay or get back the difference before the new item is sent.',
    ),
    passage(
      'kb-late',
      '送晚了有补偿吗？',
      '有，迟到补偿会自动发到您的账户：半小时达晚到 10 分钟以上补 5 元券，晚到 30 分钟以上退配送费并补 10 元券。预约送晚于时段结束 30 分钟以上，退配送费并补 10 元券；快递晚于承诺日期 48 小时以上，联系客服领 10 元券。\n\n晚到 30 分钟以上还没送到，您也可以免费取消。红色天气预警期间按页面提示的时间计算。',
    ),
    passage(
      'en-kb-late',
      'Is there compensation for late delivery?',
      'Yes, compensation comes to your account automatically: when 30-minute delivery is over 10 minutes late, a 5-yuan coupon; over 30 minutes late, the delivery fee back plus a 10-yuan coupon. For scheduled delivery over 30 minutes past the slot, the fee back plus a 10-yuan coupon; for a parcel over 48 hours past the promised date, ask service for a 10-yuan coupon.\n\nIf it is over 30 minutes late and still not there, you may cancel free of charge. During red weather warnings the times shown on the order page apply.',
    ),
    passage(
      'kb-repair',
      '维修要多久修好？',
      '维修在收到商品或师傅上门后 72 小时内完成，不含往返运输时间。等配件等原因超过 72 小时的，我们会提前告知新的日期，并提供备用机或 20 元券一张。\n\n质保期内超过 30 天没有修好，免费换同款新品。',
    ),
    passage(
      'en-kb-repair',
      'How long does a repair take?',
      "A repair is finished within 72 hours of our receiving the item or of the technician's visit, not counting transport. If it takes longer, for a part for example, we tell you the new date beforehand and offer a loan device or a 20-yuan coupon.\n\nIf an item under warranty is not repaired within 30 days, you get a new one of the same model free of charge.",
    ),
    passage(
      'kb-pickup',
      '自提的东西最晚什么时候取，过期怎么办？',
      '自提商品备好后保留 7 天，生鲜和冷藏食品只保留到当天闭店。到期前一天会短信提醒，需要时可以在订单详情延长一次，再加 3 天。\n\n过期没取的订单自动取消，货款 1 个工作日内原路退回，不扣费用。',
    ),
    passage(
      'en-kb-pickup',
      'How long is a pick-up order kept, and what happens afterwards?',
      'Goods are kept for 7 days after they are ready; fresh and chilled food only until closing time that day. We remind you the day before, and you can extend once by 3 days in the order details.\n\nAn order not collected in time is cancelled and refunded within 1 working day the way you paid, with nothing deducted.',
    ),
    passage(
      'kb-wheelchair',
      '可以借轮椅吗？',
      '可以，各店 F1 服务台免费借轮椅，登记姓名和手机号即可，不收押金。\n每次最长 4 小时，请在打烊前 30 分钟归还；轮椅数量有限，可提前拨打 400-820-1668 预留。\n行动不便的话，请按入口处的呼叫铃，工作人员会把轮椅送到门口。',
    ),
    passage(
      'en-kb-wheelchair',
      'Can I borrow a wheelchair?',
      'Yes, wheelchairs are lent free of charge at the service desk on F1 of each store; a name and phone number are enough, with no deposit.\nKeep it for up to 4 hours and bring it back 30 minutes before closing; numbers are limited, so you may reserve one on 400-820-1668.\nIf walking is difficult, ring the bell at the entrance and staff will bring it to the door.',
    ),
    passage(
      'kb-holidays',
      '春节、国庆等节假日的营业时间有变化吗？',
      '三家店全年不休，节假日照常营业，只有除夕、正月初一和国庆的时间不同。\n- 除夕：按平日时间开门，17:00 提前打烊\n- 正月初一：12:00 开门，按平日时间打烊\n- 国庆（10 月 1 日至 7 日）：统一延长到 22:30\n\n清明、端午、中秋、元旦等其余节日与平日一致。',
    ),
    passage(
      'en-kb-holidays',
      'Do opening hours change at Chinese New Year and other holidays?',
      "All three stores are open all year round; hours differ only on Lunar New Year's Eve, Lunar New Year's Day and in the National Day week.\n- Lunar New Year's Eve: usual opening time, closing early at 17:00\n- Lunar New Year's Day: opening at 12:00, usual closing time\n- National Day (1–7 October): open until 22:30 in every store\n\nOn all other holidays, such as Qingming, Dragon Boat, Mid-Autumn and 1 January, the usual hours apply.",
    ),
    passage(
      'kb-cancel',
      '怎么取消订单？',
      '未发货的订单，在“我的订单”点“取消订单”即可，货款立即原路退回。半小时达订单在门店开始拣货前（下单后约 5 分钟内）可以自助取消。\n\n已经发货的订单不能取消，可以在送达时拒收，或收货后申请七天无理由退货。',
    ),
    passage(
      'en-kb-cancel',
      'How do I cancel an order?',
      'If the order has not shipped, tap “Cancel order” under “My orders” and the money goes straight back the way you paid. A 30-minute order can be cancelled until the store starts picking, about 5 minutes after ordering.\n\nA shipped order cannot be cancelled; refuse the parcel at the door or return it within seven days of receipt.',
    ),
  ].map((p) => [p.key, p]),
);

export interface GroundedCase {
  question: string;
  /** Keys of the passages in the prompt; [1] is the first. */
  passages: string[];
  /** What the model says. */
  says: string;
  /** Honest: what must be in the answer. Dishonest: what must never be. */
  about?: string;
}

const c = (question: string, passages: string, says: string, about?: string): GroundedCase => ({
  question,
  passages: passages.split(' '),
  says,
  ...(about !== undefined && { about }),
});

const SH = '上海停车多少钱';

/** Answers as well-behaved models give them: the article's facts in other words. One sentence each unless noted. */
export const HONEST: readonly GroundedCase[] = [
  c(SH, 'parking-sh parking-cd', '您好，上海静安店停车前15分钟免费，之后每小时12元，24小时最高80元。[1]'),
  c(SH, 'parking-sh', '上海静安店前 15 分钟免费停车[1]。'),
  c(SH, 'parking-sh', '超出 15 分钟后，每小时收费 12 元。[1]'),
  c(SH, 'parking-sh', '停车费为12元/小时，每24小时封顶80元。[1]'),
  c(SH, 'parking-sh', '不足一小时的部分按一小时计费。[1]'),
  c(SH, 'parking-sh', '由于车位较少，周末建议您乘坐地铁前来。[1]'),
  c('成都呢', 'parking-sh parking-cd', '成都锦江店停车前30分钟免费，之后每小时8元，每24小时最高50元。[2]'),
  c('成都停车一天封顶多少', 'parking-cd', '成都锦江店每 24 小时最高收取 50 元停车费。[1]'),
  c('金杉停车免多久', 'parking-member', '金杉会员每天可以免费停车4小时。[1]'),
  c('金杉停车免多久', 'parking-member', '您是金杉会员的话，每天可享受 4 小时免费停车，三家店通用。[1]'),
  c('黑杉停车', 'parking-member', '黑杉会员全天免费停车。[1]'),
  c('会员停车', 'parking-member', '青杉会员每天可免费停车1小时，银杉2小时，金杉4小时，黑杉全天免费。[1]'),
  c('时长能攒吗', 'parking-member', '免费停车时长每天更新，当天有效，不能累积。[1]'),
  c('要领取吗', 'parking-member', '无需领取，离场前在小程序“停车缴费”里会自动抵扣。[1]'),
  c('两辆车能用吗', 'parking-member', '每位会员同一天只能用于一辆已绑定车牌的车。[1]'),
  c('上海消费多少免停车', 'parking-spend', '在上海静安店当天消费满 300 元，可以减免 2 小时停车费。[1]'),
  c('非会员能减免吗', 'parking-spend', '不是会员也可以用这个减免。[1]'),
  c('怎么减免', 'parking-spend', '请在离场前通过小程序“停车缴费—小票减免”拍照上传小票，或者到F1服务台办理。[1]'),
  c('小票能合并吗', 'parking-spend', '可以的，多张小票可以合并，但每天只限用一次。[1]'),
  c('怎么退货', 'return-7', '签收后7天内，只要商品完好、吊牌和原包装齐全，就可以无理由退货。[1]'),
  c('退货谁出运费', 'return-7', '退货时快递员会免费上门取件，运费由我们承担。[1]'),
  c('内衣能退吗', 'return-7', '生鲜、贴身衣物和定制商品不支持无理由退货。[1]'),
  c('退款多久', 'refund-time', '仓库收到退货并验收后，会在1个工作日内提交退款，3个工作日内原路退回。[1]'),
  c('退款多久', 'refund-time', '退款会在 3 个工作日内原路退回。[1]'),
  c('礼品卡付的呢', 'refund-time', '使用礼品卡支付的部分会退回到礼品卡。[1]'),
  c('能带狗吗', 'pets', '抱歉，商场内不能带宠物进入，导盲犬除外。[1]'),
  c('狗放哪', 'pets', '一楼东门外设有宠物寄存柜，可免费使用，每次最长2小时。[1]'),
  c('配送费', 'delivery-30', '订单满59元免配送费，不满59元收取6元配送费。[1]'),
  c('多远能送', 'delivery-30', '距离门店3公里以内，可以选择30分钟送达。[1]'),
  c('几点能送', 'delivery-30', '配送时间是9:00-21:30，恶劣天气可能会有延迟。[1]'),
  c('客服电话', 'hotline', '您可以拨打服务热线 400-820-1668，每天9:00–21:00有人接听。[1]'),
  c('怎么留言', 'hotline', '您也可以在 App“我的—客服”里留言，我们会在 24 小时内回复。[1]'),
  c('金杉生日券', 'birthday', '金杉会员的生日券是100元，生日当月1日自动发放，当月有效。[1]'),
  c('生日礼盒怎么领', 'birthday', '礼盒请凭会员码和身份证到任一门店的F1服务台领取，过月不补。[1]'),
  c('保修', 'warranty', '大家电整机保修1年，主要部件保修3年，从签收次日算起。[1]'),
  c('摔坏了保修吗', 'warranty', '人为损坏不在保修范围内，维修会收取材料费，但不收人工费。[1]'),
  c(
    'how much is parking in shanghai',
    'en-parking-sh en-parking-cd',
    "At Shanghai Jing'an, parking is free for the first 15 minutes, then ¥12 per hour, up to ¥80 per 24 hours. [1]",
  ),
  c('parking shanghai', 'en-parking-sh', "The first 15 minutes of parking at Shanghai Jing'an are free. [1]"),
  c('parking shanghai', 'en-parking-sh', 'Part hours are counted as full hours. [1]'),
  c('parking shanghai weekend', 'en-parking-sh', 'Since spaces are few, we suggest taking the metro at weekends. [1]'),
  c('gold member parking', 'en-parking-member', 'Gold members can park free for 4 hours each day. [1]'),
  c('gold member parking', 'en-parking-member', 'As a Gold member you get 4 hours of free parking every day. [1]'),
  c('do hours add up', 'en-parking-member', 'The hours renew every day and do not add up. [1]'),
  c(
    'return policy',
    'en-return',
    'You can return an item within 7 days of receipt without giving a reason, provided it is in good condition with its tags and original packaging. [1]',
  ),
  c('can I return underwear', 'en-return', 'Fresh food, underwear and custom-made items cannot be returned. [1]'),
  c('who collects', 'en-return', 'A courier will collect the parcel at your door free of charge. [1]'),
  c(
    'gift card validity',
    'en-gift-card',
    'Gift cards are valid for 3 years from the date of purchase and cannot be exchanged for cash. [1]',
  ),
  c(
    'gift card lost',
    'en-gift-card',
    'If you lose a card, it can be blocked at the service desk on F1 with the purchase receipt. [1]',
  ),
  c('opening hours', 'en-hours', 'The Hangzhou Binjiang store is open daily from 10:00 to 22:00. [1]'),
  c('supermarket hours', 'en-hours', 'The supermarket opens at 8:30. [1]'),
];

/**
 * Written after the check was made, on articles it was not made with: their rate is the honest one to quote.
 */
export const HONEST_UNSEEN: readonly GroundedCase[] = [
  c('换颜色要补钱吗', 'kb-diff', '同款更换尺码或颜色按原来的成交价换，不补差价也不退差价。[1]'),
  c('换大容量', 'kb-diff', '如果换的规格标价不同，多退少补，差额需在寄出新商品前结清。[1]'),
  c('半小时达晚了20分钟', 'kb-late', '半小时达晚到10分钟以上，会补偿5元券。[1]'),
  c('半小时达晚了一小时', 'kb-late', '半小时达晚到 30 分钟以上的，退配送费并补 10 元券。[1]'),
  c('快递晚了', 'kb-late', '快递晚于承诺日期48小时以上，可以联系客服领取10元券。[1]'),
  c('能取消吗', 'kb-late', '晚到30分钟以上还没有送到的话，您也可以免费取消。[1]'),
  c('维修多久', 'kb-repair', '维修会在收到商品或师傅上门后72小时内完成，不包含往返运输时间。[1]'),
  c(
    '超过72小时怎么办',
    'kb-repair',
    '因等配件等原因超过 72 小时的，我们会提前告知新的日期，并提供备用机或一张 20 元券。[1]',
  ),
  c('一直没修好', 'kb-repair', '质保期内超过30天没有修好的，可以免费换同款新品。[1]'),
  c('自提保留多久', 'kb-pickup', '自提商品备好后会保留7天。[1]'),
  c('生鲜自提', 'kb-pickup', '生鲜和冷藏食品只保留到当天闭店。[1]'),
  c('能延长吗', 'kb-pickup', '您可以在订单详情里延长一次，再加3天。[1]'),
  c('过期没取', 'kb-pickup', '过期没取的订单会自动取消，货款在1个工作日内原路退回，不扣费用。[1]'),
  c('借轮椅', 'kb-wheelchair', '可以的，各店F1服务台免费借用轮椅，登记姓名和手机号即可，不收押金。[1]'),
  c('轮椅借多久', 'kb-wheelchair', '每次最长4小时，请在打烊前30分钟归还。[1]'),
  c('预留', 'kb-wheelchair', '轮椅数量有限，建议提前拨打 400-820-1668 预留。[1]'),
  c('行动不便', 'kb-wheelchair', '如果行动不便，请按入口处的呼叫铃，工作人员会把轮椅送到门口。[1]'),
  c('春节开门吗', 'kb-holidays', '三家店全年不休，节假日照常营业。[1]'),
  c('除夕几点关门', 'kb-holidays', '除夕按平日时间开门，17:00提前打烊。[1]'),
  c('初一', 'kb-holidays', '正月初一12:00开门，打烊时间与平日相同。[1]'),
  c('国庆', 'kb-holidays', '国庆期间（10月1日至7日）统一延长到22:30。[1]'),
  c('中秋', 'kb-holidays', '中秋的营业时间与平日一致。[1]'),
  c('取消订单', 'kb-cancel', '未发货的订单，您可以在“我的订单”里点“取消订单”，货款会立即原路退回。[1]'),
  c('已发货', 'kb-cancel', '已经发货的订单无法取消，您可以在送达时拒收，或者收货后申请七天无理由退货。[1]'),
  c(
    'wheelchair',
    'en-kb-wheelchair',
    'Yes, you can borrow a wheelchair free of charge at the service desk on F1 of each store, with no deposit. [1]',
  ),
  c(
    'how long wheelchair',
    'en-kb-wheelchair',
    'You can keep it for up to 4 hours, and please bring it back 30 minutes before closing. [1]',
  ),
  c(
    'repair time',
    'en-kb-repair',
    "A repair is finished within 72 hours of receiving the item or of the technician's visit, not counting transport. [1]",
  ),
  c(
    'not repaired',
    'en-kb-repair',
    'If an item under warranty is not repaired within 30 days, you will get a new one of the same model free of charge. [1]',
  ),
  c('pick up', 'en-kb-pickup', 'Goods are kept for 7 days once they are ready. [1]'),
  c(
    'pick up late',
    'en-kb-pickup',
    'An order that is not collected in time is cancelled and refunded within 1 working day the way you paid. [1]',
  ),
  c('chilled', 'en-kb-pickup', 'Fresh and chilled food is kept only until closing time that day. [1]'),
  c(
    'cancel',
    'en-kb-cancel',
    'If your order has not shipped, you can tap “Cancel order” under “My orders”, and the money goes straight back the way you paid. [1]',
  ),
  c('shipped', 'en-kb-cancel', 'A shipped order cannot be cancelled, but you can refuse the parcel at the door. [1]'),
  c(
    'exchange',
    'en-kb-diff',
    'Exchanging for another size or colour of the same style is done at the price you paid. [1]',
  ),
  c('new year', 'en-kb-holidays', "On Lunar New Year's Eve, stores close early at 17:00. [1]"),
  c('national day', 'en-kb-holidays', 'During National Day (1–7 October), every store is open until 22:30. [1]'),
  c('late', 'en-kb-late', 'When 30-minute delivery is over 10 minutes late, you get a 5-yuan coupon. [1]'),
  c(
    'late parcel',
    'en-kb-late',
    'For a parcel over 48 hours past the promised date, please ask service for a 10-yuan coupon. [1]',
  ),
  c(
    'late cancel',
    'en-kb-late',
    'If it is over 30 minutes late and still not there, you may cancel free of charge. [1]',
  ),
  c('mid-autumn', 'en-kb-holidays', 'On all other holidays, such as Mid-Autumn, the usual hours apply. [1]'),
];

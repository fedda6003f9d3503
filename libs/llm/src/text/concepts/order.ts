/**
 * Concepts of buying: goods, prices, orders, payment, invoices, delivery. Format: see `index.ts`.
 */
export const ORDER_CONCEPTS = `
stock: 有货 没货 现货 缺货 断货 卖完 售罄 库存 还有吗 有没有卖 有没有货 抢光 没有了 卖没了 还有没有 货架 无货 买不到 调货 还剩 ; in_stock out_of_stock stock available availability sold_out inventory
restock: 补货 到货 上架 什么时候有 再来货 到货通知 到货提醒 重新上 何时有货 再有 来货 啥时候有 几时有 ; restock back_in_stock notify_me replenish
size: 尺码 码数 大小 大一号 小一号 号型 偏大 偏小 穿多大 多大码 身高 体重 合身 大了 小了 穿不下 太紧 太松 勒 不合脚 挤脚 鞋码 均码 加大 尺寸 不合适 选码 几码 穿几 试了 ; size fit small large tight loose measurement
colour: 颜色 色差 换个颜色 别的颜色 色号 跟图片不一样 偏色 图片不符 ; color colour shade
authentic: 正品 假货 真假 真的假的 防伪 假的 仿 高仿 验货 鉴定 是不是真 保真 水货 专柜正品 ; authentic genuine fake counterfeit real
material: 材质 面料 成分 材料 纯棉 含不含 配料 过敏 羊毛 甲醛 有没有添加 什么做的 起球 掉色 缩水 ; material fabric ingredient allergy cotton allergen
care: 怎么洗 洗涤 机洗 干洗 保养 清洗 护理 水洗 清洁 ; wash clean care_for dry_clean maintain
manual: 说明书 怎么用 使用方法 不会用 教程 操作 使用说明 怎么操作 ; manual instruction how_to_use tutorial guide
expiry: 保质期 过期 临期 生产日期 日期 新鲜 变质 到期 有效期 快到期 作废 失效 清零 多久过期 能放多久 ; expire expiry expiration valid shelf_life best_before use_by
fresh: 生鲜 水果 蔬菜 烂了 坏了 坏果 海鲜 肉 鸡蛋 牛奶 草莓 菜不新鲜 蔫 发霉 臭了 变味 化了 冷冻 冷藏 雪糕 冰淇淋 冰激凌 解冻 榴莲 苹果 虾 鱼 死了 压烂 不甜 馊 ; fresh fruit vegetable rotten spoiled mouldy moldy seafood meat frozen perishable
coldchain: 冷链 冰袋 冰块 保温 化了 解冻 冰 ; cold_chain ice_pack frozen melt thaw
bulky: 大件 家具 沙发 冰箱 洗衣机 电视 床垫 家电 床 衣柜 柜子 搬上楼 抬上 上楼 空调 桌子 大家电 搬运 扛 重货 没电梯 ; bulky furniture sofa fridge washing_machine mattress appliance large_item upstairs heavy wardrobe
install: 安装 装 组装 师傅 上门装 调试 拼装 谁来装 装好 ; install installation assemble set_up
electronics: 数码 手机 电脑 耳机 平板 相机 电器 充电器 家电 吹风机 电饭煲 手表 ; electronics phone laptop headphone tablet appliance device
clothes: 衣服 裙子 裤子 鞋 外套 毛衣 内衣 袜子 羽绒服 大衣 衬衫 t恤 帽子 包包 服装 卫衣 泳衣 内裤 ; clothes dress trousers shoe jacket shirt coat underwear sweater swimwear
cosmetics: 化妆品 护肤 口红 面膜 香水 粉底 面霜 美妆 精华 ; cosmetics makeup skincare lipstick perfume
customised: 定制 刻字 订做 定做 专属 个性化 刻名 印字 绣 ; customise customize personalise engrave made_to_order bespoke
recommend: 推荐 送什么 买什么好 哪个好 选哪 帮我挑 建议 哪款 适合 挑一个 不知道买 送女朋友 送长辈 ; recommend suggest which_one suitable advice best_for choose
newin: 新品 上新 新款 新到 ; new_arrival new_product latest
secondhand: 以旧换新 旧的换 旧机 回收 二手 旧衣 旧电池 折抵 抵旧 ; trade_in recycle second_hand used old_one
price: 价格 多少钱 卖多少 贵 便宜 原价 标价 售价 什么价 价钱 几块 几元 价位 一样价 ; price cost expensive cheap how_much
fee: 费用 收费 费 多少钱 要钱 花钱 收钱 手续费 服务费 付费 怎么收 怎么算 计费 贵不贵 几块钱 一小时多少 掏钱 封顶 扣多少 出钱 加钱 贵吗 钱谁 多少一小时 ; fee charge cost rate how_much tariff
discount: 打折 折扣 优惠 便宜点 促销 特价 满减 减免 降价 活动价 大促 双十一 双11 618 清仓 划算 少点 羊毛 抹零 满多少减 第二件 ; discount sale promotion deal offer reduced bargain
pricediff: 差价 价保 保价 价格保护 降价了 便宜了 买贵 买完就降 刚买就降 跌价 补差 退差 比我买的 才买几天 买早了 亏了 少了几十 又便宜 就降 降了 ; price_protection price_adjustment price_drop price_match cheaper_now price_guarantee price_difference drop_price
online_offline: 线上线下 网上和店里 店里一样 价格一样 门店价 官网价 实体店价 线上 线下 网上买 网店 网购 店里买 专柜买 app买 ; online_price in_store_price online_and_offline online instore
coupon: 优惠券 优惠卷 优惠劵 消费劵 券 代金券 抵用券 红包 折扣码 优惠码 领券 用券 抵扣券 满减券 现金券 消费券 卡券 神券 ; coupon voucher promo_code discount_code promo code
stack: 叠加 一起用 同时用 同享 能一起 一次用几张 用两张 多张 并用 合并使用 再用 能和 同时使用 ; stack combine together several multiple_coupon same_time
threshold: 满多少 起送 起订 门槛 凑单 最低 够不够 凑够 满~元 满~包邮 最少 起步 几元起 ; minimum threshold at_least minimum_order
cannotuse: 用不了 不能用 没法用 使用不了 用不上 不可用 抵不了 不给用 无法使用 没抵扣 没减 不显示 没生效 失败 不成功 不行 ; can_not_use not_work invalid not_apply unable fail does_not_work do_not_work
giftcard: 礼品卡 购物卡 储值卡 充值卡 卡里 提货卡 礼券 福卡 预付卡 卡密 余额 储值 实体卡 电子卡 充值 充了 ; gift_card giftcard store_card prepaid_card gift_voucher balance top_up
giftwrap: 包装 礼盒 礼物包 包起来 送人 贺卡 礼品袋 包漂亮 当礼物 送礼 蝴蝶结 写卡片 留言卡 ; gift_wrap wrapping gift_box greeting_card present gift_message
order: 订单 下单 下的单 单子 拍的 买的东西 我买的 拍了 那单 订的 ; order purchase
placeorder: 怎么下单 怎么买 怎么订 下不了单 购买流程 怎么拍 如何购买 代下单 帮我下单 结算 提交订单 ; place_order how_to_order checkout buy_online make_purchase
cancel: 取消 不想要了 不要了 撤销 退掉 撤单 不买了 拍错 买错 下错 退单 反悔 后悔 关闭订单 手滑 点错 不需要了 ; cancel change_my_mind call_off do_not_want_anymore by_mistake
modify: 修改 改 更改 变更 换成 写错 填错 改一下 重新填 改成 更换 弄错了 改动 更正 输错 选错 ; change modify edit update correct amend wrong switch alter
address: 地址 收货人 送到别 换个地方 搬家 收件人 寄到 送货地点 换地方 公司收 家里没人 送错地方 ; address recipient deliver_to move_house shipping_address
mergeorder: 合并 一起发 合单 一起寄 两单 拆单 分开发 分批 分几个包裹 两个包裹 几个包裹 没发全 ; merge combine_order split ship_together two_package separate
note: 备注 留言 特别说明 加一句 ; note remark comment special_instruction
presale: 预售 定金 尾款 预定 预订 订金 预约购买 ; preorder pre_order deposit reserve presale
limit: 限购 限量 一人几件 买几个 最多买 多买 限几 每人 ; limit maximum per_person
bulkbuy: 团购 批发 企业 公司采购 大量 批量 买很多 几百份 公司要 单位 福利 采购 大宗 上百 ; bulk wholesale corporate company_order large_quantity
groupbuy: 拼团 拼单 成团 ; group_buy
flashsale: 秒杀 抢购 抢不到 限时 ; flash_sale
pay: 支付 付款 付钱 买单 结账 付不了 付账 付 掏钱 刷卡 怎么付 交钱 ; pay payment checkout
paymethod: 支付方式 微信 支付宝 花呗 信用卡 刷卡 现金 云闪付 银联 visa 外卡 数字人民币 apple_pay 白条 怎么付 银行卡 支持什么付 能不能用 ; payment_method credit_card debit_card wechat_pay alipay cash paypal visa mastercard apple_pay
cash: 现金 纸币 零钱 现钱 找零 ; cash change
instalment: 分期 免息 分几期 月付 分12期 慢慢还 分月 分开付 利息 ; installment instalment interest_free monthly_payment
payfail: 付不了 支付失败 付款失败 付不出 扣款失败 付不成 支付不了 付不了款 付款不成功 支付不成功 ; payment_fail payment_decline can_not_pay card_decline payment_not_go_through
doublecharge: 扣了两次 重复扣 多扣 付了两次 扣两遍 重复付款 扣了钱没 钱扣了 多收 扣多了 收了两次 刷了两次 算错 算多 账单不对 扣款 ; charge_twice double_charge overcharge extra_charge duplicate_payment wrong_amount
cod: 货到付款 到了再付 收到再付 见货付 先货后 ; cash_on_delivery pay_on_delivery
invoice: 发票 开票 票 抬头 税号 专票 普票 报销 增值税 红冲 电子票 开个票 单位名称 公司名称 纳税 开专 ; invoice tax vat receipt_company fapiao reimburse
receipt: 小票 收据 凭证 购物凭证 单据 购买证明 小条 没有票 丢了小票 水单 ; receipt proof_of_purchase
ship: 发货 寄出 没发 啥时候发 几时发 发出 出库 什么时候寄 未发货 待发货 还没发 ; ship dispatch shipped send_out
delivery: 配送 送货 快递 送到家 送上门 派送 外送 寄 送来 送到 物流 骑手 配送员 送货员 上门送 投递 外卖 小哥 邮寄 送达 送过来 包裹 ; delivery deliver ship shipping shipment courier parcel package
shipfee: 运费 邮费 配送费 快递费 包邮 免邮 送货费 起送 运费谁 邮资 免运 ; shipping_fee delivery_fee shipping_cost postage free_shipping delivery_charge shipping_charge
deltime: 多久到 几天到 什么时候到 多长时间送 到货时间 几点送 今天能到 明天能到 送多久 多久能送 多久送 几时到 啥时候到 当天到 当天送 次日 几天能收 什么时候送 几天收到 多久收到 ; when_arrive how_long_delivery delivery_time arrive how_soon estimated eta same_day next_day delivery_date
express30: 半小时 30分钟 半个小时 闪送 即时 立刻送 马上送 急用 极速达 小时达 半小时达 急着 赶紧送 现在就要 ; 30_minute half_hour express instant_delivery urgent_delivery
scheduled: 预约 约时间 指定时间 定时 改天送 晚上送 指定日期 约个时间 几号送 定个时间 挑时间 改时间 改期 预约送 选时间 换个时间 推迟 延后 晚几天 提前 ; schedule appointment time_slot specific_time preferred_time choose_time reschedule postpone book
late: 迟到 晚了 超时 还没到 没送到 延误 慢 拖 耽误 怎么还不 一直没 都几天了 催 过了时间 没准时 等了 迟迟 还没来 还没收到 不动了 没动静 卡在 停在 没更新 ; late delay overdue not_arrive yet still_not still_wait slow hurry
latecomp: 超时赔 迟到赔 晚到赔 赔付 补偿 超时补 晚了赔 慢必赔 ; compensation compensate late_compensation
track: 物流 查快递 到哪了 查询 单号 走到哪 在哪了 查进度 跟踪 快递信息 查单 物流信息 运到 查到 订单状态 进度 查一下 到哪 ; track tracking where_is_my status trace progress follow
range: 范围 送不送 能送到 送得到 郊区 多远 几公里 远不远 偏远 乡镇 农村 外地 全国 西藏 新疆 外省 覆盖 村里 县城 送不到 送吗 能不能送 ; area range distance remote region cover deliver_to far nationwide rural kilometre
overseas: 海外 国外 国际 出国 香港 澳门 台湾 港澳 境外 寄到国外 美国 日本 ; overseas abroad international foreign country worldwide
pickup: 自提 到店取 店里拿 自己拿 自己取 去店里取 提货 取货 门店取 来取 拿货 去拿 顺路拿 到店拿 顺便取 上店取 自取 ; pick_up pickup collect click_and_collect in_store_collection self_collect
pickupcode: 提货码 取件码 取货码 核销码 取货短信 没收到码 提货短信 ; pickup_code collection_code
proxy: 代取 别人取 帮我取 代领 朋友去 家人去 代收 让同事 别人代 替我 帮我拿 让我妈 ; someone_else on_my_behalf friend_collect proxy another_person
keepdays: 保留几天 留多久 放几天 过几天取 保留多久 没空去 晚几天拿 一直没取 忘了取 超时未取 没去拿 没及时取 ; keep hold_for uncollected how_long_keep
locker_parcel: 快递柜 驿站 丰巢 放门口 菜鸟 代收点 自提柜 放物业 门卫 别放 不要放 放柜子 ; parcel_locker leave_at_door pick_up_point doorstep neighbour
signed: 签收 已签收 显示签收 没收到货 没见到 没拿到 谁签的 显示收到 显示送达 但我没 并没有收到 ; say_delivered mark_as_delivered not_receive sign
missing: 少发 漏发 少了 缺件 少一件 没给 少给 缺了 数量不对 没有配件 缺少 没放 少东西 漏了 只收到 差一 ; missing incomplete short part_missing not_include only_receive
wrongitem: 发错 送错 寄错 不是我买的 货不对 拿错 货不对板 不对款 和我买的不一样 别人的 ; wrong_item wrong_product not_what_order incorrect_item different_item
damaged: 破损 摔坏 压坏 碎 裂 漏 破了 变形 坏的 烂的 压扁 破洞 划痕 磕 凹 洒 撒了 瘪 盒子坏 打碎 摔碎 断了 渗 ; damage broken crack crushed leak smashed shatter dent scratch
reject: 拒收 不收 退回去 当面验 验货 开箱 拆开看 先看再签 打开检查 ; refuse reject inspect open_box
address_unknown: 联系不上 电话打不通 没人在家 不在家 家里没人 没接到电话 ; not_home nobody_home unreachable
carrier: 哪家快递 什么快递 顺丰 中通 圆通 京东物流 邮政 指定快递 发什么快递 ; which_courier carrier
rider: 骑手 配送员 送货员 快递员 小哥 师傅态度 ; rider courier delivery_man driver
packaging: 包装盒 盒子 外包装 箱子 纸箱 袋子 购物袋 塑料袋 环保袋 ; packaging box bag carrier_bag
gift: 赠品 送的 小样 满赠 没送赠品 礼品 赠送 ; free_gift giveaway sample gift
`;

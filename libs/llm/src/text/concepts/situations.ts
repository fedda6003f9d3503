/**
 * What shoppers say instead of naming the matter: the situation they are in. Several concepts may stand before the colon, joined by `+`.
 */
export const SITUATION_CONCEPTS = `
parking+fee: 停一天多少 停一下午 停车贵 停几小时 停半天 杆子 抬杆 道闸 出口缴费 缴停车 没缴 车费 停久 ; pay_for_parking parking_fee parking_rate
parking+freebie: 免停 免费停 停车券 减免停车 停车优惠 停车免 ; free_parking validate_parking parking_validation
findcar: 看不到我那辆 不记得停 停在哪 找我的车 找半天车 转了半天 车在几层 ; find_car where_my_car find_my_vehicle
plate: 绑车 车牌绑 绑定车 ; bind_plate
overnight: 过夜 放一晚 停一晚 第二天再开 一整夜 隔夜 ; overnight all_night
height: 限高 多高 进得去吗 房车 面包车 皮卡 suv ; height_limit clearance
wheelchair+elderly: 膝盖 手术 站久 吃不消 走路慢 腿疼 骨折 打石膏 孕妇 怀孕 大肚子 脚崴 瘫 ; crutch knee pregnant can_not_walk
accessibility: 看不见 听不见 耳聋 聋 哑 手语 打手势 盲 导盲 盲道 无障碍 残联 视障 听障 ; deaf blind sign_language hearing_aid braille guide_dog
restroom: 憋不住 尿急 拉肚子 方便的地方 小便 嘘嘘 上大号 尿尿 解手 ; pee need_to_go
babyroom: 娃饿 宝宝拉 拉了 换洗 喂娃 泡奶 背奶 ; change_baby warm_bottle
lostfound: 戒指 手机忘 钱包 落下 忘了拿 忘拿 掉在 围巾落 眼镜 钥匙 回来就没 找回 遗留 忘带走 ; left_my wallet ring key forgot_my lost_my someone_find
lostchild: 孩子找不到 娃不见 小孩不见 找不着孩子 走丢 ; can_not_find_my_son can_not_find_my_daughter lost_my_kid
powerbank: 关机了 电量 剩10% 只剩百分 红电 没电 ; battery_low power_low low_battery
locker: 拎不动 东西太多 背着 行李箱 拖着 手里东西 逛街不方便 ; carry_around heavy_bag
umbrella: 下大雨 淋湿 没伞 雨太大 躲雨 下雨了 ; raining
guide: 没人理 没人管 派个人 找个人帮 叫个人 人呢 帮忙拿 够不着 喊人 店里帮忙 ; nobody_here someone_to_help assistance assist
floor+brand: 在几楼 几层卖 哪层卖 在哪个柜 哪里卖 哪里有卖 在哪卖 哪个楼层 ; which_floor what_floor where_can_i_buy
hours: 来得及 赶得上 关门早 没关 还在营业 赶到 还进得去 还让进 到晚上几点 末场 最后一场 ; still_open close_at until_what_time last_entry
location+transit: 导航 出口出 哪个口 出站 怎么坐 附近有 离我近 到店怎么 ; nearest_station exit
storelist: 有没有店 有店吗 哪儿有店 附近有你们 开没开 全国 几家店 哪个城市 ; any_store near_me other_city stores_do_you_have
tier: 最高级别 满多少升 消费满 金卡要 差多少升 顶级会员 等级不变 升到金 降了 掉下来 ; how_much_to_spend next_tier highest_level
points: 点数 红利 积的分 攒的 攒了 折成钱 ; points
pointexpire: 点数过期 点数会 年底清 会不会作废 没用完 攒着不用 ; points_expire
birthday: 满三十 岁生日 过寿 大寿 满岁 ; turn_30 turning
benefit+tier: 有啥好 有啥用 图什么 比普通 会员日 ; what_do_i_get
earn: 没记上 没加上 没算 忘了报 没报手机 补上积分 没攒 没扫会员码 ; did_not_get_point forgot_to_scan
family: 我妈 我爸 老公 老婆 媳妇 女儿 儿子 家属 对象 男朋友 女朋友 闺蜜 婆婆 爷爷 奶奶 ; mom dad son daughter spouse partner
phonechange: 新sim 换卡 换了号 以前的号 号码不用 手机号注销 旧号 ; new_sim new_phone_number
coupon+stack: 一块儿上 一块用 一起上 能叠 两个都用 折上折 再打折 九折 同时上 ; both_discount two_coupon
coupon+expiry: 券过期 券到期 券没了 忘了用 券失效 ; coupon_expire
coupon+cannotuse: 券用不 券不能 券没法 券选不 券灰 券不显示 券抵不 券没减 ; coupon_not_work code_not_work
coupon+location: 券在哪 哪里领 怎么领 领不到 从哪领 券包 领取 ; get_coupon find_coupon
giftcard+expiry: 卡过期 卡到期 五年前 还作数 还认吗 卡有效 ; card_expire gift_card_expire
giftcard+balance: 卡里剩 剩多少 还有多少钱 余额查 查余额 ; remaining balance
balance: 余额 剩余 ; balance
lostcard: 卡丢 卡掉 卡不见 卡被 ; lost_card
paymethod: 刷信用卡 能刷 扫码 现金收 收现金 收不收 可以用 支付宝能 微信能 数字货币 外国卡 外币卡 ; accept take_card pay_with pay_by
payfail: 付不出去 付款没反应 点了付款 没付成功 没付成 付款页 支付报错 ; can_not_checkout payment_error
doublecharge+pending: 扣了款 钱扣了 钱没了 扣款了但 显示没付 显示未付 订单没了 没成功但扣 ; money_take money_deduct charged_but
instalment: 分几个月 慢慢付 先用后付 分几次付 ; pay_in_part pay_later buy_now
invoice: 凭据 财务 报账 开具 抬头 税票 发票 票据 入账 走账 报公账 ; bill company expense vat_invoice
receipt: 纸条 那张纸 小票没 小票丢 票丢 小条子 ; slip
authentic: 山寨 a货 假冒 冒牌 翻新 靠谱吗 保证是真 敢保证 假一 原装 行货 ; replica knockoff original real_deal
stock: 有没有卖 还有码 店里有 还有货 别让别人买 剩几件 还卖吗 下架 找不到这款 ; do_you_have any_left carry sell any_size
reserve: 留一件 留着 先留 帮我留 别卖 别让别人买走 预留 存着 先放着 ; hold_for_me set_aside put_aside reserve keep_it_for
restock: 进货 补上 重新有 卖完了什么时候 还会有 下批 新一批 再进 ; come_back_in
recommend: 预算 愁 不知道送 送礼 挑什么 买啥 给点主意 参谋 拿主意 送婆婆 过节送 ; gift_idea budget what_should_i
size: 穿多大 斤 公分 cm 胖 瘦 尺 偏码 裤长 胸围 脚宽 试大 xl 身材 ; tight_need need_an_l runs_small chest waist
allergy: 过敏 起疹子 坚果 乳糖 麸质 痒 红疹 配料 花生 ; allergic allergen nut gluten lactose rash
origin: 进口 国产 产地 本地养 检验 农残 有机 哪里产 检疫 ; origin imported organic where_from made_in
expiry: 日子快到 日期不新鲜 快过期 保质 还能吃 印的 ; sell_by
customised: 刻了 印了名字 按我要求 量身 ; engraved with_my_name
cancel: 撤 不买 别发了 不想买 别送了 拍多 重复拍 多拍 算了 不用发 ; do_not_send do_not_ship stop_the_order order_twice
address: 门牌 少写 写漏 收件 楼号 电话写错 手机号填错 小区 新家 ; flat_number house_number wrong_address
track+ship: 寄没寄 发了没 动静 没影 没发出 出发了吗 到没到 走到 怎么不动 不更新 卡住 没信 ; has_it_ship no_update stuck
mergeorder: 两个单 装一个 一个箱子 一块发 一起送 几单一起 分了几个 分开到 只到一个 ; same_box one_box both_order two_box
limit: 囤 多买几 系统不让 提示超 上限 买不了那么多 只能买 ; hoard too_many
gift+note: 别把价钱 不要显示价格 别放小票 匿名 不写价格 写句话 祝福 给闺蜜 ; hide_price no_price gift_message
express30: 急送 急用 半钟 飞毛腿 快的那个 半个钟 最快 马上要 ; fast_one asap rush quickest
range: 公里 发不发 发东北 到不到 送到村 能不能到 覆盖不 郊县 发哪 我们这 我这边 能送吗 配送区域 ; km mile my_area
overseas: 新加坡 海外 国外 马来 加拿大 欧洲 澳洲 老外 海淘 ; singapore europe canada
scheduled: 才在家 上午在家 下午再 晚点送 下班后送 那时候来 某个时间 几点来 挑个 定时间 时间段 周末送 约好 ; time_window be_home at_home weekend_delivery
reschedule: 加班 临时有事 改个时间 换一天 明天再 改天 不在家了 出差 改约 ; another_day change_the_time move_my
late: 说好 过了点 还不来 半小时过了 过点了 超了 晚了半 都等 久等 说今天到 ; still_wait where_is_it supposed promised
latecomp+compensation: 晚到 补偿 赔点 怎么赔 赔我 赔不赔 超时有 ; late_refund
coldchain+damaged: 成水 化成 化掉 不冰了 温的 捂坏 ; melted warm
missing+wrongitem: 少一 来的是 要的是 只有两 没看见 对不上 点了三 订了三 缺一 发成 给我发 错的 不是我要 ; got_only received_wrong get_2
damaged: 瘪了 烂在 袋子破 流出来 漏出来 洒一 屏碎 碎一地 打烂 挤烂 ; dented
callbefore: 别按 门铃 先打电话 提前打 送前 到了打 不要打电话 敲门 ; doorbell call_before do_not_ring call_first
leave: 放门口 搁门口 放门卫 放前台 放快递柜 家里没人 ; leave_with leave_at
pickup: 顺手拿 自己来拿 上门店拿 不用送 不用骑手 到店拿 递到车窗 不下车 车边 后备箱 ; collect_my curbside drive_through
pickup+location: 上哪儿拿 在哪取 哪里取 取货点 柜子摆 哪个口 取货柜台 自提在 去哪拿 ; where_to_collect where_do_i_pick
pickup+when: 几时能拿 调到店 到店要 备好 多久能取 什么时候能取 ; ready_to_collect ready_for_pickup
pickup+keepdays: 存几天 留几天 放多久 几天不拿 没空拿 没去取 ; hold_my_order
locker_parcel: 开柜 柜子里 半夜取 柜门 打不开柜 ; from_the_box locker_code
collectdoor: 出不了门 寄件 不想出门 上家里 来家里 上门拿 跑一趟 ; come_to_my_house come_get_it courier_collect
refundtime: 款子 没动静 钱咋还 还没退 退的钱 收到了款 什么时候退钱 款到 ; where_my_refund money_not_back
refundroute: 怎么还我 付的现金 退到哪 退现金 钱回哪 原卡 卡注销 ; how_will_i_get
return: 不好看 不喜欢 不合适 后悔 退给 送回去 拿回去 退不 ; do_not_like do_not_want
return+receipt: 没小票退 票没了退 没有小票 ; no_receipt without_receipt lost_receipt
rejected: 不给退 凭什么 拒绝退 不同意 被拒 被驳 没通过 审核没过 驳回 ; reject refuse_my_return why_not_refund
returnstatus: 递了 提交了 没人吱声 申请了没 审核 到哪一步 进度 没人理 ; return_status progress
exchange+pricediff: 换贵的 换便宜 补钱 多退少补 再掏钱 差的钱 掏差价 ; pay_difference cheaper_one
exchange+stock: 没有要换的 换的没货 ; no_size_left
defect: 没声 不响 不亮 不转 黑屏 充不进 充不上 漏电 卡死 不热 发烫 死机 裂开 左边没 按键 失灵 挂了 罢工 噪音 滴水 ; no_sound do_not_charge not_turn dead leak noise screen
warranty: 还免费不 免费修 用了两年 保不保 用了一年 过了一年 还保 在保 ; still_cover under_warranty after_two_year
warrantyout: 过保 快三年 自费 自己掏钱修 超过保修 出保 ; out_of_warranty expired_warranty
repair: 给弄弄 弄好 整好 修一修 拿去修 送去修 修过 又坏 ; get_it_fixed fix
repairtime: 哪天好 五天了 修几天 还没修好 啥时候修好 ; repair_take still_repairing
repairagain: 又坏了 再次 修完又 没修好 修了又 同样问题 ; again same_problem break_again
spare: 芯子 滤芯 零件 配件 耗材 替换 电池换 ; spare_part filter replacement_part accessory
install: 师傅 上门 打孔 挂墙 谁来装 装不装 ; mount drill technician
pricediff: 昨天买 买亏 刚过 便宜了 早知道 退我差 上周买 刚买 ; paid_yesterday now_it_is lower_price cheaper_today
pricematch: 别的平台 别家 同款少 隔壁 竞品 跟不跟 淘宝 京东上 拼多多 其他店便宜 ; competitor elsewhere another_shop match_price other_website
complaint: 说法 找你们领导 反映 气死 没人管 欺负 处理不公 ; unhappy unfair
handletime: 昨天跟你们说的 没下文 到现在 没回音 连个电话 没人回 多久给 ; no_reply no_response heard_nothing hear_back
callback: 打给我 回电 回个电话 再打 给我打 回电话 ; call_me_back callback ring_me call_me
suggestion: 小意见 能不能多 希望你们 提一下 改进 要是能 ; improve
praise: 表扬 夸 感谢 锦旗 谢谢那位 服务真好 点赞 ; praise compliment
logout: 抹掉 以后不来 从系统里 不玩了 销掉 删了我 ; remove_me wipe delete_everything
privacy: 漏出去 泄漏 卖我的 谁能看到 看得到我 信息给 拿我信息 ; leak share_my who_can_see
fraud: 诈骗 骗子 冒充 假客服 自称 可疑 中奖 刷单 钓鱼 转账 ; scam phishing fake_call suspicious
marketing: 推销电话 别给我发 老收到 天天发 太烦 短信轰炸 ; too_many_text stop_text
robot: 机器人 活的 真人吗 ai 人工智能 是人吗 自动回复 ; bot robot real_person are_you_human
human: 听不懂 换个能 找个活人 叫人 转接 找个人 人来 ; real_human speak_to talk_to
channel: 在哪联系 微信能 公众号 渠道 怎么找你们 ; channel
online_hours: 半夜有人 几点有人 客服到几点 晚上有客服 24小时吗 ; chat_hour when_are_you_online
language: english 英语 日语 外语 方言 会说 ; speak_english
heat: 夏天 大热天 高温 ; summer
food+hours: 超市几点 餐厅几点 影院几点 美食 ; supermarket_open
supermarket: 超市 蔬菜鸡蛋 买菜 生活超市 ; supermarket grocery
charging+fee: 充一度 一度电 充电贵 充电多少 ; price_per_kwh
`;

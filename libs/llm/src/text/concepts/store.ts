/**
 * Concepts of the place: the store, its services and its rules. Format: see `index.ts`.
 */
export const STORE_CONCEPTS = `
parking: 停车 泊车 车位 停个车 车停 停~车 车~停 车库 地库 开车 自驾 车子 停放 驾车 代泊 私家车 我的车 车能停 车进 出场 离场 车牌 ; park parking parked car_park garage drive car vehicle
plate: 车牌 牌照 车牌号 绿牌 蓝牌 ; licence_plate license_plate plate
findcar: 寻车 找车 找不到车 车停哪 忘了停 停哪层 车在哪 ; find_my_car where_i_park
evcharge: 充电桩 充电车位 新能源 电动车充电 电车充 给车充 充电站 快充 特斯拉 绿牌 ; ev electric_vehicle electric_car charge_station charger tesla
bike: 电瓶车 电动车 自行车 单车 小电驴 骑车 摩托 非机动车 共享单车 电驴 ; bike bicycle scooter motorcycle moped
transit: 地铁 公交 坐车 坐什么车 交通 几号线 几路车 怎么过来 怎么去 怎么到 怎么走 路线 导航 高铁站 机场 打车 班车 接驳 ; subway metro bus get_there get_here public_transport direction route train taxi shuttle
hours: 营业 几点开 几点关 开门 关门 打烊 几点下班 几点上班 开到几点 开到多晚 开到晚 开不开 还开着 关店 闭店 开业 歇业 开着吗 营业到 几点结束 停止营业 开店时间 逛到几点 几点就不 还营业 晚上还开 关不关 几点之前到 ; open close hour opening_time closing_time business_hour shut
holiday: 节假日 假期 放假 春节 过年 除夕 大年 初一 国庆 五一 元旦 中秋 端午 清明 劳动节 圣诞 年三十 长假 法定 黄金周 ; holiday christmas new_year spring_festival national_day festival bank_holiday
weekend: 周末 星期六 星期天 周六 周日 礼拜六 礼拜天 礼拜日 双休 星期日 周五 ; weekend saturday sunday friday
weekday: 工作日 平时 周一 周二 周三 周四 星期一 上班时间 ; weekday monday tuesday wednesday thursday
night: 晚上 夜里 半夜 凌晨 深夜 夜间 通宵 很晚 下班后 太晚 24小时 二十四小时 ; night evening late midnight 24_hour overnight
morning: 早上 上午 清早 一大早 清晨 ; morning early
location: 地址 在哪 哪里 哪儿 位置 什么地方 几楼 哪层 几层 哪个门 怎么找 在不在 哪边 何处 哪有 哪块 ; where address location located situated
floor: 几楼 几层 楼层 哪层 哪一层 楼上 楼下 电梯 扶梯 导览 平面图 地图 一楼 二楼 三楼 负一 ; floor level storey map elevator lift escalator directory
brand: 品牌 牌子 专柜 柜台 哪些店 有没有店 入驻 店铺 旗舰店 专卖 商户 有什么店 ; brand counter shop label boutique
storelist: 分店 门店 哪些城市 几家店 离我最近 最近的店 附近的店 其他店 别的店 线下店 实体店 有没有店 店在哪 开分店 开新店 开到 ; branch nearest_store store_locator physical_store which_city outlet
restroom: 厕所 洗手间 卫生间 上厕所 方便一下 茅房 wc 马桶 ; toilet restroom bathroom washroom loo
babyroom: 母婴 喂奶 哺乳 换尿布 换尿不湿 尿布 尿不湿 育婴 奶粉 热奶 冲奶 吸奶 宝宝饿 婴儿 宝宝 ; baby nursing breastfeed diaper nappy infant mother
stroller: 婴儿车 推车 童车 手推车 娃车 遛娃车 宝宝车 儿童车 ; stroller pram pushchair buggy baby_carriage
wheelchair: 轮椅 腿脚不便 腿脚不好 走不动 行动不便 不方便走 残疾 残障 无障碍 坡道 拐杖 坐轮椅 盲人 老人家 年纪大 扶手 导盲犬 ; wheelchair disabled disability accessible accessibility ramp mobility handicapped elderly
powerbank: 充电宝 手机没电 没电了 充个电 充手机 手机充电 给手机充 快没电 移动电源 插座 ; power_bank phone_die charge_my_phone battery_dead phone_charge portable_charger
locker: 寄存 存包 储物柜 存东西 放行李 行李 存一下 放一下 寄放 暂存 拎着 大包小包 寄个包 存个包 箱子放 ; locker luggage store_my_bag cloakroom leave_my_bag suitcase
lostfound: 失物 丢了 掉了 落在 遗失 遗落 捡到 拾到 不见了 找不到了 弄丢 忘在 落了 招领 东西丢 拉在 ; lost_property lost_and_found leave_behind lose_my misplace find_my missing_item_store
kid: 小孩 孩子 儿童 小朋友 娃 带娃 亲子 游乐 玩具 乐园 小宝 幼儿 ; kid child toddler playground family
lostchild: 孩子走丢 走失 走散 孩子不见 小孩丢 找孩子 ; lost_child missing_child
pet: 宠物 狗 猫 遛狗 狗狗 毛孩子 猫咪 小动物 牵狗 泰迪 金毛 ; pet dog cat puppy animal
wifi: wifi 无线 上网 连网 无线网 免费网 热点 网络 蹭网 ; wifi wi_fi internet wireless
smoke: 吸烟 抽烟 抽根烟 烟瘾 禁烟 ; smoke smoking cigarette
umbrella: 雨伞 借伞 下雨 没带伞 借把伞 伞 淋雨 ; umbrella rain
water: 饮水 喝水 热水 直饮 接水 打水 开水 ; drinking_water hot_water water_dispenser
firstaid: 急救 受伤 摔倒 医药箱 医务 创可贴 头晕 晕倒 不舒服 ; first_aid injured hurt medical
food: 吃饭 餐厅 美食 饭店 吃的 小吃 奶茶 咖啡 火锅 餐饮 午饭 晚饭 馆子 肚子饿 好吃 菜 ; restaurant food eat dine cafe coffee lunch dinner meal cuisine
cinema: 电影 影院 看电影 ; cinema movie film
queueing: 排队 取号 叫号 等位 人多 拥挤 要等 ; queue line wait busy crowded
service_desk: 服务台 前台 服务中心 咨询台 客服台 总台 ; service_desk information_desk help_desk front_desk customer_service_desk reception
fitting: 试穿 试衣 试一下 试试 上身 试戴 试用 试妆 ; try_on fitting_room changing_room
guide: 导购 店员 营业员 售货员 柜姐 员工 服务员 店里的人 工作人员 ; sales_assistant shop_assistant staff associate
phone_contact: 电话 打给 热线 联系方式 怎么联系 联系你们 打不通 号码多少 座机 客服电话 ; phone_number call_you hotline contact telephone reach_you
helpdesk_hours: 客服几点 人工几点 客服上班 人工客服时间 客服在线时间 ; support_hour agent_available
event: 活动 演出 展览 市集 课程 沙龙 签售 办活动 报名 讲座 手作 体验课 ; event show exhibition workshop class
venue: 场地 租场地 快闪 摆摊 路演 招商 租铺 合作 加盟 供货 ; venue rent cooperation franchise supplier lease
job: 招聘 招人 找工作 应聘 兼职 求职 面试 ; job hire recruit career vacancy
security: 监控 摄像头 保安 录像 安检 ; cctv camera security surveillance
photo: 拍照 拍摄 摄影 直播 拍视频 ; photo photograph filming shoot
group_visit: 团体 参观 公司活动 带队 ; group visit tour
freebie: 免费 不要钱 不用钱 白送 不花钱 要不要钱 要钱 免单 免收 花钱 要付钱 付费吗 掏钱 收钱 不收 收不收 ; free free_of_charge complimentary no_charge
borrow: 借 租借 借用 租用 押金 归还 借一 还到哪 ; borrow lend rent loan deposit
temperature: 空调 太热 太冷 冷气 ; air_condition
atm: 取款 atm 换零钱 换现金 银行 外币 ; atm cash_machine currency_exchange
`;

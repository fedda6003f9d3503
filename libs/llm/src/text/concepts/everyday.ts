/**
 * Concepts of neighbouring trades (banking, travel, restaurants, everyday life) for shops whose articles reach there, and because a
 * question about them must be told from one about the shop. Format: see `index.ts`.
 */
export const EVERYDAY_CONCEPTS = `
card: 卡 银行卡 ; card
cardarrive: 卡还没到 寄卡 ; card_arrive receive_my_card card_delivery new_card
atmwithdraw: 取钱 取现 ; withdraw withdrawal cash_out atm take_out_money
transfermoney: 转账 汇款 打款 ; transfer wire send_money remittance
topup: 充值 充钱 ; top_up topup add_money load
exchangerate: 汇率 兑换外币 ; exchange_rate foreign_exchange conversion_rate currency
verifyid: 实名 身份验证 认证 ; verify_identity identity verification
pending: 处理中 待处理 未到账 ; pending process not_show
declined: 被拒 拒绝 ; decline reject deny refuse
loan: 贷款 借钱 ; loan borrow mortgage credit_score
virtualcard: 虚拟卡 ; virtual_card disposable
contactless: 闪付 免密 ; contactless tap
weather: 天气 气温 下雪 温度 ; weather temperature forecast snow
alarm: 闹钟 提醒我 ; alarm remind reminder timer
travel: 旅游 旅行 机票 酒店 签证 ; travel flight trip hotel visa vacation airline
attraction: 景点 景区 门票 公园 游玩 名胜 博物馆 好玩 游览 ; attraction sight ticket museum park_visit
hotel: 酒店 宾馆 住宿 住店 民宿 旅馆 入住 房间 住的 ; hotel room accommodation
restaurant: 餐馆 餐厅 饭馆 饭店 人均 招牌菜 吃饭 特色菜 推荐菜 吃的地方 ; restaurant dish reservation table
rating: 评分 星级 口碑 打分 几星 分以上 ; rating score star
nearby: 附近 周边 旁边 离~近 周围 ; nearby near around vicinity
duration: 游玩时间 玩多久 多长时间 ; duration
taxi: 打车 出租车 叫车 车型 ; taxi cab ride uber
translate: 翻译 用~怎么说 ; translate
music: 音乐 歌 播放 唱歌 ; music song play playlist
joke: 笑话 讲个 ; joke funny
greet: 你好 您好 在吗 hello ; hello hi
recipe: 菜谱 怎么做菜 做饭 ; recipe cook ingredient
health: 看病 医院 药 感冒 ; hospital medicine doctor
sport: 健身 跑步 游泳 泳池 球 ; gym fitness swim sport
facility: 设施 设备 服务设施 提供 ; facility amenity equipment
businesscentre: 商务中心 会议室 会议 ; meeting_room business_centre
wakeup: 叫醒 ; wake_up
breakfast: 早餐 早饭 ; breakfast
hairdryer: 吹风机 ; hair_dryer
laundry: 洗衣 ; laundry
salary: 工资 薪水 请假 ; payroll salary vacation_day pto
spelling: 拼写 怎么写 ; spell
math: 计算 几加几 ; calculate math
shopping_list: 购物清单 ; shopping_list todo
`;

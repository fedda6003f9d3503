import { cue, englishCue } from './cue.js';

/** Plain words of a bad or a good judgement: they say nothing about whom it strikes, which the cues beside them do. */
export const POLARITY_ZH = [
  cue(
    'bad_word',
    '差(?!价|不多|别|额|旅|一点|两|几|多少) 糟 烂 坏 破 丑 贵 慢 假 脏 臭 吵 乱 难(?:吃|看|用|闻|听|喝|受|过|堪) 恶 劣 骗 坑 宰 蒙 欺 赖 推 拖 扣 罚 吞 毁 砸 丢 漏 缺 错(?!过) 误 白(?:跑|等|花|交|费|搭) 亏 赔 损 失 残 次品 瑕 毛病 故障 问题 麻烦 折腾 折磨 糊涂 糊弄 敷衍 冷漠 冷淡 傲慢 粗鲁 粗暴 蛮横 无理 无赖 无耻 无能 无良 无法 无人 荒唐 荒谬 可笑 可气 可恨 讽刺 丢脸 丢人 羞辱 侮辱 骂 吼 凶 怼 呛 瞪 甩 轰 赶 撵 打发 嫌弃 嘲笑 鄙视 歧视 怀疑 质疑 拒 否认 抵赖 狡辩 撒谎 谎 隐瞒 偷 抢 诈 黑 奸 毒 危险 隐患 违 犯 罪 伤 痛 疼 病 死 哭 泪 气(?!垫|球|泡|温|质|氛|味好) 怒 恨 烦 躁 急(?!救) 慌 怕 愁 苦 累 委屈 憋 崩 疯 傻 蠢 笨 瞎 聋 懒 混 废 渣 屎 屁 鬼 诚意 良心 道德 职业 素质 责任 公道 道理 天理 羞耻 廉耻 打脸 翻车 踩雷 上当 后悔 失望 绝望 寒心 心凉 无奈 无语 讲不通 说不通 不讲',
  ),
  cue(
    'good_word',
    '好(?!几|多次|像|不容易|意思|歹) 棒 赞 优 美 香(?!薰|水|烟) 甜 鲜 暖 舒 爽 快(?!递|要|疯|哭|崩) 值 牛 强 靓 帅 酷 萌 可爱 漂亮 精致 细致 干净 整洁 温馨 温柔 亲切 友好 礼貌 周到 热心 认真 负责任 靠谱 省心 省事 方便 实惠 划算 顺利 及时 准时 完美 高级 惊艳 震撼 幸福 快乐 开心 高兴 喜 爱 谢 感激 感恩 祝',
  ),
  cue('negator', '不 没 无 别 未 非 莫 甭'),
  cue(
    'degree',
    '太 非常 特别 极其 极 超 真(?!人|假|皮|丝|正|空) 这么 那么 如此 简直 完全 根本 彻底 十分 相当 实在 到家 透顶 要命 死了 至极 得很 一点(?:都|也|儿)?(?:不|没)',
  ),
  cue(
    'consequence_time',
    '(?:明天|后天|今晚|马上|立刻).{0,8}(?:就要|要用|婚礼|生日|考试|出差|飞) 婚礼 生日(?!礼|券|月|当月) 满月 年夜饭 除夕 过寿 手术 救命 准考证 录取 开学',
  ),
  cue(
    'they_said',
    '你们(?:说|讲|写|宣传|承诺|卖|给|让|就|怎么|还|是|把|的) 他说 她说 说是 说我 跟我说 告诉我 回复我 让我 叫我 逼我 非要 偏 硬(?:是|要) 居然 竟然 竟 反而 反倒 还要 还敢 还好意思 还收 连.{1,8}都(?:不|没) 连.{1,8}也(?:不|没)',
  ),
  cue(
    'so_much_for',
    '(?:这|那)(?:就)?(?:是|叫|也叫|算)(?:你们)?(?:所谓|什么|哪门子|高端|福利|服务|质量|新|品质|承诺|诚信) 这叫 这也(?:能|叫|算|行) 还敢 就(?:这|是这样|算完|完了) 才(?:怪|叫) 倒(?:快|好|是|挺) 多亏 难得 难怪 不愧 何德何能 得罪 打发 成功(?:流失|失去|把) 学会了 教会 领教 长记性 猜怎么着 哪是 简直是 拿.{1,6}当 当.{0,3}(?:猴|傻|贼|垃圾|空气|摆设|空话)',
  ),
];

export const POLARITY_EN = [
  englishCue(
    'bad_word',
    'bad(?:ly)?\\b wors(?:e|t)\\b poor(?:ly)? terrible horrible awful nasty ugly broken ruin\\w* wrong(?:ly)? fail\\w* mess(?:ed)?\\b dirty stink\\w* smell\\w* lie(?:d|s)?\\b cheat\\w* steal\\w* thie(?:f|ves) scum\\w* refus\\w* ignor\\w* accus\\w* damag\\w* scratch\\w* smash\\w* throw\\w*|threw lost\\b waste\\w* regret\\w* shame\\w* joke\\b clown\\w* nonsense problem\\w* trouble\\w* issue\\w* late\\b delay\\w* never\\b nobody nothing no_one nowhere insult\\w* laugh\\w* shrug\\w* shout\\w* yell\\w* threat\\w* hate\\w* mad\\b upset\\b angry annoy\\w* cry(?:ing)?\\b tears scream\\w* hell\\b sick\\b suffer\\w* pain\\w* danger\\w* worthless expired spoil\\w* rott\\w+ mold\\w* fake\\b',
  ),
  englishCue(
    'good_word',
    'good\\b nice\\b great love\\w* lovely excellent perfect\\w* happy glad pleas(?:ed|ant\\w*) comf\\w+ soft\\b warm\\b beautiful clean\\b fast\\b quick\\w* easy smooth\\w* flawless super\\b wow\\b brilliant thank\\w* appreciat\\w* enjoy\\w* favou?rite',
  ),
  englishCue('negator', 'no\\b not\\b never n.?t\\b without'),
  englishCue(
    'degree',
    'so\\b very really extremely totally absolutely completely beyond just_(?:terrible|awful|unbelievable) ever\\b at_all whatsoever',
  ),
  englishCue(
    'they_said',
    'you_(?:people|guys|sold|sent|took|charged|promised|said|told|keep|never|refuse|cancelled|canceled|advertised|lost|gave|owe|ruined|still|only|just) your_(?:guys?|staff|driver|people|company|website|policy|manager|employee|mistake|error|store_refuses)',
  ),
  englishCue(
    'so_much_for',
    'how_(?:generous|nice|kind|lovely) so_(?:glad|happy)_(?:i|that_i)_paid nice,_ impressive, oh_(?:wonderful|great|lovely|nice) great_job well_that.?s_a_first must_be_nice just_love took_only only_nineteen for_nothing of_course_it',
  ),
];

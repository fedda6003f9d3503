import { cue, englishCue } from './cue.js';

const GAP = '[^。!?]';
const STAFF =
  '(?:导购|店员|营业员|收银员?|柜姐|柜员|服务员|保安|保洁|前台|师傅|快递员?|送货的|骑手|小哥|司机|安装工?|客服|主管|店长|经理|你们的?人|工作人员|促销员?|大姐|小姑娘|阿姨|教练|技师|那(?:个|位)(?:女的|男的|女士|先生|人))';
const PERSON =
  '(?:人工|真人|活人|客服|专员|坐席|同事|工作人员|店员|导购|负责人|经理|主管|店长|领导|老板|主任|顾问|技术(?:员|人员)|师傅|服务员|接线员|值班的?|管事(?:儿)?的|能(?:做主|拍板|管事|处理|解决)的|懂(?:行|电器|技术)?的|部门|法务|财务|售前|售后|个人|人(?![为品家生气情民]))';

/** How a story turns: what was said and what came of it, who did what to whom, who is to come. Chinese. */
export const TURNS_ZH = [
  cue(
    'said_but',
    `(?:说|讲|写|标|答应|承诺|约|保证|宣传|广告|页面|订|通知)(?:好|的|是|了|会|明|着|上)?${GAP}{1,16},(?:结果|到了|来了?|却|偏|实际|现在|转头|等|去|收到|到手|打开|至今|又|装完|付|当天|第|可|但|一看|回家|最后|轮到) (?:明明|本来|原来|当初|之前|上次)${GAP}{1,16}(?:却|怎么|现在|又|还|偏|变|就|非|结果|凭|不)`,
  ),
  cue(
    'wanted_got',
    `(?:要|买|订|选|点|拍|付|约|写|标|下单)(?:的)?(?:是|了|时)?${GAP}{1,10},?(?:来|到|发|给|送|寄|收到|到手|打开|端上来|变成?|成了?)(?:的|了|来|我)?(?:却|是|成|个|一|半|空|旧|错|别)`,
  ),
  cue(
    'they_did',
    `${STAFF}${GAP}{0,6}(?:把|不(?!收|送)|没|让我|叫我|非|还|竟|居然|硬|反|就|直接|当着|瞪|笑|推|骂|吼|扔|摔|甩|抢|夺|催|嫌|拒|指|凶|怼|瞒|骗|赶|拉|拽|装|忘|弄|乱|白|翻|说(?:我|她|他|不|没|爱|自己|这|你)|跟我(?:要|说|吵)|一(?:脸|直|问))`,
  ),
  cue(
    'done_to_mine',
    '(?:把|给|将)我[^,]{0,10}(?:弄|搞|磕|碰|刮|蹭|砸|摔|撞|压|洗|剪|装|开|寄|发|写|绣|丢|删|改|取消|锁|封|停|扣|退|送|当|骗|推|拦|晾|赶|拉|贴|撞|扔)[^,]{0,4}(?:坏|错|破|丢|没|碎|脏|反|歪|短|小|烂|了|走|掉|给)',
  ),
  cue(
    'made_me',
    '(?:让|叫|要|逼|喊)我(?:们)?(?:自己|再|等|找|出|付|掏|证明|签|交|承担|拍|重|从头|认|买|赔|寄|去|来回|填|提供|先|忍|将就|凑合|别|撤|道歉|写)',
  ),
  cue(
    'so_long',
    '(?:第|都|已经|快|整整|足足|拖了?|等了?|过了?|超了?)?(?:[一二两三四五六七八九十半几好]|\\d)+(?:多)?(?:个)?(?:小时|钟头|天|周|星期|礼拜|月|年|次|回|趟|遍|通)[^,]{0,4}(?:了|没|还|才|都|也|不)',
  ),
  cue(
    'nth',
    '第(?:[二三四五六七八九十几]|\\d)+(?:次|回|趟|遍|个|台|双|家|位) 又(?:一次|来|坏|错|少|没|变|改|说|让|发|漏|推|拖)',
  ),
  cue(
    'who_pays',
    '(?:谁|损失)[^,]{0,6}(?:赔|承担|负责|出|管|给我|买单|认) (?:这|钱|费)[^,]{0,6}(?:谁出|谁付|该谁|算谁的|算在) 没(?:有)?(?:人|个人)[^,]{0,4}(?:管|理|来|说|负责|告诉|通知|道歉|接|回|问) 没人[^,]{1,6}',
  ),
  cue(
    'call_person',
    `(?:转|接|找|叫|喊|换|请|让|要|给|派|来|安排|联系|约|呼叫|麻烦|帮|通知|想(?:跟|和|同|找|见)?|跟|和|与|同)[^,]{0,10}${PERSON}[^,]{0,6}(?:来|过来|出来|上来|下来|接|聊|谈|说|讲|沟通|回|打|处理|看看|跟进|对接|联系|通话|电话|见|吗|吧|行|呗|$) (?:有没有|有|能不能|可不可以|可以|能|可否)[^,]{0,8}${PERSON}[^,]{0,8}(?:在|来|接|说|聊|帮|看|回|联系|处理|吗|么|不|没) ^(?:呼叫|召唤|来|给|要|找|换|转|接)[^,]{0,4}${PERSON}`,
  ),
  cue(
    'phone_me',
    '(?:打|回|来)(?:我|个|一?个)?电话(?:给我|吧|呗|行|好|说|讲|谈|沟通) (?:回|来)[^,]{0,3}电话$ 给[^,]{1,6}(?:打|回)(?:个|一个)?电话 回(?:拨|电|呼) 致电 电话(?:联系|沟通|里说|跟我|直接) 语音(?:吗|说|通话|聊) 视频(?:给我|通话|客服|看) 加我微信',
  ),
  cue(
    'body_bad',
    '(?:手|脚|腿|膝盖?|腰|背|头|脸|眼睛?|嘴|牙|嗓子|喉咙|胃|肚子|皮肤|指甲|尾椎|胳膊|肩膀?|耳朵|脖子|额头|鼻子|全身|身上)[^,]{0,6}(?:破|肿|流血|出血|疼|痛|断|麻|烂|化脓|青|紫|红|痒|动不了|站不|起不来|缝|扎|夹|烫|裂|泡|疙瘩|绞|抽) (?:站不起来|动弹不得|走不了路|送(?:医院|急诊|医)|进(?:了)?(?:医院|急诊)|在(?:医院|急诊)|缝了|住院|高烧|晕过去|昏过去|不省人事|抽搐|化脓|溃烂)',
  ),
  cue(
    'in_food',
    '(?:饭|菜|汤|面|粥|奶茶|饮料|蛋糕|面包|馄饨|饺子|酸奶|豆浆|沙拉|辅食|奶粉|米|肉|鱼|月饼|零食|餐具|碗|杯子|瓶)[^,]{0,6}(?:吃出|喝出|捞出|咬到|嚼到|爬出|飞出|漂着|有(?:只|条|根|块|个|半)?[^,]{0,4}(?:虫|蟑螂|小强|头发|玻璃|铁|钢丝|塑料|苍蝇|老鼠|异物|钉|刀片|抹布|创可贴|牙))',
  ),
  cue(
    'not_me',
    '(?:我)?(?:从来|从|根本|压根|明明)?(?:没|没有|不曾)(?:开|下|买|办|点|注册|申请|授权|同意|操作|借|刷|消费|领|取|登录|填|给)过 (?:凌晨|半夜|异地|外省|国外|越南|陌生)[^,]{0,6}(?:登录|下单|消费|扣|刷) 钱[^,]{0,4}(?:没了|不见|转走|不翼而飞|被) (?:被|让)(?:人|别人)[^,]{0,4}(?:用|刷|领|取|盗|转|花|兑|改)',
  ),
  cue(
    'my_secret_out',
    '(?:怎么|居然|竟然|凭什么|为什么)[^,]{0,6}(?:知道|有|能看|能查|拿到|说得出)[^,]{0,4}我[^,]{0,8}(?:买|名|电话|手机|地址|号|订单|微信|住|信息|几点) (?:别人|陌生人|他人|前男友|邻居|同事|不认识)[^,]{0,8}(?:看到|能查|知道|收到)[^,]{0,6}(?:我|信息|资料|订单) (?:加|要)(?:了)?我(?:的)?(?:私人)?微信 (?:看到|收到|是|变成|登录)[^,]{0,4}(?:别人|陌生人|其他人|姓.{1,2})的?(?:的)?(?:订单|信息|资料|发票|身份证|照片|手机|地址)',
  ),
  cue(
    'will_publish',
    '(?:发|挂|传|放|贴|写|晒|po|爆|剪|直播)[^,]{0,6}(?:网上|抖音|小红书|微博|朋友圈|点评|群里?|论坛|知乎|b站|快手|公众号|热搜|黑猫|新闻|媒体|电视|评价里?) (?:网友|大家|全网|街坊|粉丝|所有人)[^,]{0,6}(?:评|看|知道|围观|转) (?:录音|录像|视频|证据|截图|聊天记录)[^,]{0,8}(?:在我|都有|留着|录好|剪好|发|保存|公证|手里)',
  ),
  cue(
    'to_court',
    '(?:走|上|去|打|找|报|递|向)[^,]{0,4}(?:法律|司法|诉讼|仲裁|法院|法庭|官司|律师|警|派出所|监管|消协|工商|12315|12345|消委)[^,]{0,6} (?:立案|回执|笔录|起诉书|律师函|传票|编号都|登记了)',
  ),
];

const EN_STAFF =
  '(?:your|the|this|that|one of your)_(?:\\w+_)?(?:driver|staff|clerk|cashier|guard|manager|courier|guys?|man|woman|lady|girl|people|person|agent|employee|installer|fitter|technician|waiter|tailor|team|store|shop|company|app|site|website|crew|assistant|associate|salesman|security)';

/** The same for English. */
export const TURNS_EN = [
  englishCue(
    'said_but',
    '(?:said|told|promised|advertised|sold_as|ordered|paid_for|asked_for|quoted|listed|marked|labelled|booked)\\b[^.!?]{2,50}(?:,_|_but_|_and_)(?:but|now|then|got|came|it|they|you|nobody|no_one|was|wasn|instead|only|still|arrived|that|had)',
  ),
  englishCue(
    'they_did',
    `${EN_STAFF}_(?:just_|then_|even_|never_|also_|basically_)?(?:\\w+ed|won.?t|wouldn.?t|refuse|said|told|threw|hung|left|took|made|lost|broke|lied|never|didn.?t|doesn.?t|can.?t|couldn.?t|sent|sold|gave|put|let|kept|keeps|hit|ran|cut)\\b they_(?:won.?t|wouldn.?t|refused|made|took|lost|sold|sent|told|threw|said|never|didn.?t|put|left|packed|blamed|laughed)\\b (?:he|she)_(?:refused|laughed|shouted|snatched|threw|told_me|said_i|rolled|pushed|hung)`,
  ),
  englishCue(
    'was_done',
    '(?:i|we|my_\\w+|and)_(?:was|were|got|get|am|have_been|.ve_been)_(?:\\w+_)?(?:told|charged|promised|refused|ignored|overcharged|denied|accused|humiliated|treated|turned|sent|bounced|blamed|blocked|forced|followed|asked_to|made_to|given|left|downgraded|cut_off|kept)',
  ),
  englishCue(
    'made_me',
    '(?:made|making|want|expect|told|tell|force|forcing)_(?:me|us)_(?:to_)?(?:pay|wait|buy|prove|carry|stand|queue|send|reset|fill|do|call|drive|come|sign|explain|apologi|take|sort)',
  ),
  englishCue(
    'so_long',
    '(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|forty|a|an|several|many|half_a)_(?:whole_|full_|business_|straight_)?(?:hours?|days?|weeks?|months?|years?|times|calls|emails|mails|visits|appointments|attempts)\\b still_(?:no|not|nothing|waiting|broken|haven|hasn|isn|doesn|leaks|faulty)',
  ),
  englishCue(
    'nth',
    '(?:second|third|fourth|fifth|2nd|3rd|4th|5th|another)_(?:broken|wrong|faulty|replacement|time|technician|no-?show|visit|delay|excuse)',
  ),
  englishCue(
    'who_pays',
    'who_(?:pays|will_pay|is_going|is_responsible|covers) why_(?:should|am|do|would|must)_(?:i|we)_(?:pay|have|be|beg|wait) (?:nobody|no_one|not_one_person)_\\w+ without_(?:asking|a_word|notice|telling|reading|my_consent|consent|permission)',
  ),
  englishCue(
    'call_person',
    '(?:speak|talk|chat|connect|transfer|put|switch|pass|hand|hook|get|give|send|have|need|want|ask|page|assign|reach|deal|see|bring|let|find|is_there|isn.?t_there|can|could)\\b[^.!?,]{0,28}(?:human|person|people|agent|representative|rep|manager|supervisor|operator|adviser|advisor|colleague|staff|employee|specialist|boss|owner|someone|somebody|anybody|anyone|assistant|team_lead|team_member|technician|salesperson|live_support|head_office|department|customer_relations)\\b',
  ),
  englishCue(
    'phone_me',
    '(?:call|ring|phone|contact)_(?:me|my_\\w+)\\b call_?back give_me_a_(?:call|ring) (?:a|by|over_the)_(?:phone_)?call\\b pick(?:s)?_up\\b video_call',
  ),
  englishCue(
    'body_bad',
    '(?:my|his|her|our|the)_(?:\\w+_)?(?:hand|arm|leg|foot|face|wrist|finger|back|head|eyes?|skin|tooth|teeth|hip|ankle|knee|scalp|palm|forehead|lips?|throat|stomach|toe|heel|nose|ear)s?_(?:\\w+_)?(?:hurts?|is|are|was|were|got|went|swelled|bled|broke|burn|cut|burned|blister|came|caught|gone) (?:hospital|er|a&e|ambulance|stitches|emergency|unconscious|fainted|convuls\\w*|swollen|bleeding|hives|concussion|a_drip)\\b',
  ),
  englishCue(
    'in_food',
    '(?:in|inside|on)_(?:my|the|our|a|your)_(?:\\w+_)?(?:soup|salad|food|rice|bread|burger|noodles|milk|sandwich|meal|cake|pasta|dumplings?|jar|formula|yogh?urt|chicken|fish|flour|bottle|drink|coffee|sauce|pizza) (?:ate|eaten|drank|eating|bit|swallowed|after_the_\\w+_from)\\b',
  ),
  englishCue(
    'not_me',
    'i_(?:never|didn.?t|did_not)_(?:place[d]?|order(?:ed)?|authori[sz]ed?|made|make|bought|buy|sign(?:ed)?_up|agree[d]?|shop(?:ped)?|open(?:ed)?) (?:someone|somebody|a_man|a_woman|a_caller|a_stranger)_(?:\\w+_)?(?:used|spent|changed|stole|has|took|called|claim\\w*|picked|got|logged|bought|copied) (?:emptied|drained|vanished|disappeared_with|hacked|scammed)\\b',
  ),
  englishCue(
    'will_publish',
    '(?:post|posting|put|putting|share|sharing|upload|film|filmed|record|recording|video|screenshots?)\\b[^.!?]{0,30}(?:online|tiktok|twitter|facebook|instagram|reddit|youtube|google|yelp|everywhere|viral|news|papers?|blog|followers|group)\\b',
  ),
];

import type { Understanding } from '#kernel';
import type { Reading } from './text/reading.js';

type Act = Understanding['act'];

/** Whole messages that say nothing else. */
const WHOLE: readonly (readonly [Act, RegExp])[] = [
  [
    'greeting',
    /^(?:在(?:吗|么|不|嘛|线吗)?|你好|您好|(?:你|您|大家)?好(?:呀|啊|哈)|哈[喽啰罗]|嗨|喂+|早(?:上好|安)?|(?:上|中|下|晚)午?好|晚上好|有人(?:在)?(?:吗|么|不)|客服在(?:吗|不在|么)?|亲(?:亲)?|小助手|hi+|hello+|hey+|hiya|yo|good (?:morning|afternoon|evening)|hi there|hello there|anyone there|are you there|[ ,.!?~。呀啊哈吗呢])+$/u,
  ],
  [
    'thanks',
    /^(?:好的?|嗯+|ok|行|明白了?|知道了)?[ ,.!~。]*(?:(?:非常|太|十分|多)?(?:谢谢|感谢|多谢|谢了|谢啦|辛苦|蟹蟹|3q|thx|ty|thanks?|thank you|cheers|much appreciated|thanks? (?:a lot|so much|a million))(?:你|您|了|啦|哈|呀|啊|亲|们|你们|客服| mate| very much| so much| a lot)*[ ,.!~。]*)+$/u,
  ],
  [
    'farewell',
    /^(?:好的?[ ,]*)?(?:再见|拜拜?|88+|回见|回头(?:见|聊)|晚安|bye+|goodbye|bye bye|see (?:you|ya)(?: later)?|good ?night|have a (?:good|nice) (?:one|day))(?:[ ,.!~。啦了哦]|再见|拜拜?|bye)*$/u,
  ],
  [
    'acknowledgement',
    /^(?:好(?:的|吧|嘞|哒|呢|滴)?|嗯+|哦+|噢+|对|是的?|行(?:吧|的)?|可以(?:的)?|知道了?|明白了?|了解了?|懂了?|收到|没事了?|没有了?|不用了|不是|对的|没错|k+|ok(?:ay)?|okk+|yes|yep|yeah|no|nope|sure|fine|alright|got it|i see|understood|makes sense|will do|[ ,.!~。了啊呀哈呢])+$/u,
  ],
];

const WITHDRAWAL_ZH =
  /(?:不(?:用|要|需要|必|想|麻烦)?|别|先别|甭|无需)(?:再|给我|帮我|你|先)?(?:转(?:接|了|人)?|找|叫|喊|等|接|安排|排|麻烦)[^,?]{0,3}(?:人工|客服|真人|人|队|专员|了)(?![^,]{0,3}(?:吗|么)\??$)|(?:人工|客服)(?:客服)?(?:就|也)?(?:不用|不要|算了|免了|不必|不需要|取消)|(?:取消|撤(?:回|销|掉)|停止)(?:刚才的?|我的)?(?:转接?|人工|排队|投诉)|退出(?:排队|人工|转接)|不(?:想)?排(?:队)?了|(?:不|不想)等(?:人工|客服)?了|不投诉了|投诉(?:取消|撤销|撤回)|(?:投诉|人工|转人工)[^,]{0,4}算了|不告了/u;
const WITHDRAWAL_EN =
  /\b(?:cancel|stop|forget|skip|drop|undo)\b(?:\s+\w+){0,3}\s+(?:agent|human|transfer|handover|hand-?off|person|queue|representative|complaint)\b|\bleave the queue\b|\b(?:don'?t|do not|no longer|not) (?:need|want|require)\b(?:\s+\w+){0,5}\s+(?:agent|human|person|transfer(?:red)?|representative|operator)\b(?: any ?more)?|\b(?:don'?t|do not) (?:connect|transfer) me\b|\bno need (?:for|to).{0,20}(?:human|agent|person|transfer)\b|\bstay with the bot\b|\bi don'?t want to (?:wait|queue)\b/u;
/** A withdrawal that goes on to ask something is a question as well; what is asked wins only when nothing was being withdrawn. */
const ASKS_ON =
  /[?]|怎么|多少|几点|哪里|在哪|能不能|可不可以|告诉我|帮我(?:查|看)|问(?:问|下|一下)|\b(?:how|what|when|where|which|can|tell me)\b/u;

const SAYS_NOTHING = /^[^\p{L}\p{N}\p{Extended_Pictographic}]*$/u;

/** The act where the form alone gives it, else undefined. */
export function actByForm(reading: Reading): Act | undefined {
  if (SAYS_NOTHING.test(reading.original)) return 'empty';
  const plain = reading.plain.replace(/\p{Extended_Pictographic}/gu, '').trim();
  for (const [act, form] of WHOLE) if (plain.length <= 40 && form.test(plain)) return act;
  if (isWithdrawal(reading)) return 'withdrawal';
  return undefined;
}

/** True when the shopper takes a handover back, and not only says in passing that none is needed for their question. */
function isWithdrawal(reading: Reading): boolean {
  const { plain } = reading;
  if (!WITHDRAWAL_ZH.test(plain) && !WITHDRAWAL_EN.test(plain)) return false;
  return (
    !ASKS_ON.test(plain) ||
    /算了|取消|不等|退出|撤|别转了|cancel|never ?mind|skip|forget|no longer|any ?more/u.test(plain)
  );
}

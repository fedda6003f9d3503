import type { Clause } from './reading.js';

/*
 * Whether the words at a place are denied by what stands around them in the same clause. Chinese denies mostly before ("我不是要投诉"),
 * at times behind ("投诉就算了"); a doubled denial, a question about it or "cannot help but" is no denial.
 */

const DENIED_BEFORE_ZH =
  /(?:谁说|又不|不是|并非|不(?:想|用|要|需要|必|打算|会|准备|愿|敢|太想|至于|麻烦|投诉)|没(?:有)?(?:说|要|想|打算|在|必要|到|办法|被|人|什么)?|无需|无意|别|未|甭|免得|谈不上|懒得|暂时不|先不|不去|从(?:来)?没|不)[^,]{0,6}$/u;
const NO_DENIAL_ZH =
  /(?:不得不|不能不|难道不|岂能不|怎么不|为什么不|为啥不|凭什么不|是不是|要不要|能不能|可不可以|会不会|有没有|没人|没完|没法|不给|不让|不理|不处理|不管|不解决|不退|不赔|不满|不行|再不|要不|不然|不客气|不到|不知|没收到|没有?收到)[^,]{0,6}$/u;
const DENIED_BEHIND_ZH =
  /^(?:[^,]{0,4})(?:(?:就|的事|的话)?(?:算了|不必|不用|免了|不要了|不需要|不了|撤了|撤销|取消了?$|作罢)|过的?(?:没有|吗))/u;
const DENIED_BEFORE_EN =
  /\b(?:not|no|never|without|don'?t|didn'?t|doesn'?t|isn'?t|wasn'?t|aren'?t|won'?t|wouldn'?t|haven'?t|needn'?t|nobody|no longer|cancel|forget|skip|stop)\b(?:\W+\w+){0,4}\W*$/u;
const NO_DENIAL_EN =
  /\b(?:why (?:don'?t|can'?t|won'?t)|can(?:no|')t (?:i|you)|not only|nobody (?:cares|called|helps?)|no one (?:cares|called|helps?)|don'?t (?:make|want to have to)|is(?:n'?t)? there no|not (?:a )?(?:bot|robot|machine)|no more)\b[^,]{0,30}$/u;
const REACH = 12;
const REACH_EN = 36;

/** True when the words from `start` to `end` of the text, which lie in `clause`, are denied there. */
export function isDenied(plain: string, clause: Clause, start: number, end: number): boolean {
  const before = plain.slice(Math.max(clause.start, start - REACH), start);
  const beforeEnglish = plain.slice(Math.max(clause.start, start - REACH_EN), start);
  const behind = plain.slice(end, Math.min(clause.end, end + REACH));
  if (DENIED_BEFORE_ZH.test(before) && !NO_DENIAL_ZH.test(before)) return true;
  if (DENIED_BEHIND_ZH.test(behind)) return true;
  return DENIED_BEFORE_EN.test(beforeEnglish) && !NO_DENIAL_EN.test(beforeEnglish);
}

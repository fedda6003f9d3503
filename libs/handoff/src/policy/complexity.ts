import { shorten } from './emotion.js';
import type { PolicyInput, Trigger } from './input.js';

const SEPARATOR = /[,，。.;；!！?？、\n]+/u;
/** A clause that asks or wants something. */
const REQUEST =
  /怎么|如何|能不能|可不可以|可以|能[^,]{0,6}[吗么]|要(?!紧)|想|需要|希望|退|换|改|补|分别|开(?:专)?票|发票|[吗呢]$|\b(?:how|can|could|need|want|would|change|return|exchange|refund|which|invoice|quote|missing|wrong)\b/iu;
/** Several things of one kind told apart. */
const ENUMERATION =
  /(?:第[一二三四1-4]|其中|剩下|另外|分别|一共|同时|还有|以及|一部分|[两三四五六七八九十\d]+(?:个|样|件|台|张|份|单)|\b(?:another|one|first|second|third|also|separate|each|the rest|two|three|four|\d+ (?:orders?|items?|boxes|offices))\b)/giu;
/** Business with its own ways: groups, contracts, terms of payment. */
const BUSINESS =
  /招标|对公|账期|批量采购|采购(?:一批|\d)|[\d一二三五几]百(?:多)?(?:份|套|个|件)|公司年会|单位(?:采购|团购)|打包价|包场|定制logo|框架协议|\b(?:bulk order|purchase order|net 30|tender|branded|hotel|offices|quote)\b/giu;
const SHORT = 24;

/** An enquiry of many parts, which no single article answers. Fires only where the assistant has no sure answer to give. */
export function complexity({ messages, answer, settings }: PolicyInput): Trigger[] {
  if (settings.complexRequests <= 0 || (answer?.outcome === 'answered' && answer.confidence >= 0.6)) return [];
  const asked = messages.filter(({ understanding }) => understanding.act === 'question');
  const text = asked.map((message) => message.text).join('，');
  const first = asked[0];
  if (!first || Array.from(text).length < SHORT) return [];
  const requests = text.split(SEPARATOR).filter((clause) => REQUEST.test(clause)).length;
  const parts = Math.min(4, text.match(ENUMERATION)?.length ?? 0);
  const business = Math.min(2, text.match(BUSINESS)?.length ?? 0);
  const weight = requests + 0.75 * parts + 1.25 * business;
  // Requests alone do not make a matter complex: parts must be told apart, or it is business.
  if (weight < settings.complexRequests + 0.5 || parts + business < 2) return [];
  return [
    {
      rule: 'complex',
      evidence: shorten(text),
      score: Math.min(1, weight / (2 * settings.complexRequests)),
      seq: first.seq,
    },
  ];
}

import type { SignalRule } from './rule.js';

const PERSON =
  '(?:humans?(?: being)?|(?:real|live|actual|living|physical) (?:person|agent|human|representative|people|advisor|operator)|person|agents?|representatives?|rep|operators?|advis[eo]rs?|supervisors?|managers?|someone|somebody|staff(?: member)?|member of (?:the )?staff|employee|assistants?|specialist|customer (?:service|support|care) (?:agent|rep(?:resentative)?|person|team)|support (?:team|agent|person))';
const OTHER_AGENT =
  /wholesale|what time|changed my mind|when (?:can|is|are)|real estate|travel agent|agent orange|cleaning agent|costume|mannequin|chair|hours|phone number|number to|email address|are you a|how long|human resources|human hair/u;
const VERB =
  '(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|connect(?:ed|ing)?|transfer(?:red)?|put(?: me| us)?|get(?: me| us)?|give me|hand(?: me)?|pass(?: me)?|contact(?:ing)?|reach(?:ing)?|call(?:ing)?|ring|communicat(?:e|ing)|discuss|deal(?:ing)?|convers(?:e|ing)|escalate)';

/** English. */
export const RULES_EN: readonly SignalRule[] = [
  {
    rule: 'human_request',
    score: 0.97,
    pattern: new RegExp(
      `\\b${VERB}(?:\\s+\\w+){0,3}?\\s+(?:to|with|through to|through|on|over to|into|in touch with|over)?\\s*(?:an?|the|your|some|my|one of your|another|any|free)?\\s*(?:\\w+ )?${PERSON}\\b`,
      'gu',
    ),
    unless: OTHER_AGENT,
  },
  {
    rule: 'human_request',
    score: 0.97,
    pattern: new RegExp(
      `^(?:please |just |a |an |the )*(?:live |real |human |customer service |customer support )*(?:human|agent|representative|operator|person|live chat|live agent|supervisor|manager)(?: please| now| asap| pls)*$`,
      'gu',
    ),
  },
  {
    rule: 'human_request',
    score: 0.95,
    pattern: new RegExp(
      `\\b(?:i |we )?(?:need|want|require|demand|would like|'d like|wanna|looking for|prefer|request(?:ing)?)(?: to have| to get)? (?:an?|the|some|to see|your|help from|assistance from|support from)\\s*(?:\\w+ )?(?:human(?: being)?|real person|live person|agent|representative|operator|person|supervisor|manager|live agent)\\b`,
      'gu',
    ),
    unless: OTHER_AGENT,
  },
  {
    rule: 'human_request',
    score: 0.93,
    pattern:
      /\bcall me back\b|\bcallback\b|\bhave (?:someone|somebody|an agent|a manager) (?:call|ring|contact|phone)\b|\bno more (?:bots?|robots?)\b|\bput me through\b|\b(?:some|any)(?:one|body) (?:call|ring|phone) me\b/gu,
  },
  {
    rule: 'complaint',
    score: 0.97,
    pattern:
      /\b(?:file|filing|make|making|lodge|lodging|submit|submitting|register|registering|raise|raising|place|open|log|issue|send|present|report(?:ing)?)\b(?:\s+\w+){0,4}\s+(?:complaints?|complains?|grievances?|reclamations?|claims?)\b(?: against| about| on| for)?/gu,
    unless: /warranty claim|insurance claim|claim number|how long/u,
  },
  {
    rule: 'complaint',
    score: 0.95,
    pattern:
      /\b(?:i (?:want|need|have|would like|wish|am going|'m going|'d like|will|must|gotta) to|let me|i'm|i am|where (?:can|do) i|how (?:can|do) i|help (?:me )?(?:to )?|going to|want to) (?:complain|complaining|dispute)\b|\b(?:formal|consumer|customer|official|serious) complaint\b|\bmy complaint\b|\b(?:have|got) (?:a|an|some) (?:\w+ )?complaint\b|\bcomplaint (?:against|about) (?:your|the|you|a|an)\b|^complaint$/gu,
    unless: /handled my|my (?:last|old|previous) complaint|status of|close my/u,
  },
  {
    rule: 'complaint',
    score: 0.93,
    pattern:
      /\b(?:totally |completely |absolutely |simply )?unacceptable\b|\b(?:terrible|horrible|awful|worst|appalling|disgraceful|shocking|lousy|atrocious) (?:customer )?(?:service|experience|support|company|store|shop)\b|\bi demand (?:a|my|an|to)\b|\bi expect (?:compensation|an apology|a full refund)\b/gu,
    unless: /other (?:store|shop)|another (?:store|shop)/u,
  },
  {
    rule: 'anger',
    score: 0.95,
    pattern:
      /\b(?:i'?m|i am|we are|we're|so|really|very|getting|makes me) (?:\w+ )?(?:furious|livid|outraged|pissed(?: off)?|angry|fed up|infuriated)\b|\b(?:fuck|f\*+) (?:you|off)\b|\bfucking (?:useless|ridiculous|joke|liars?|idiots?|terrible|awful)\b|\bbullshit\b|\bscrew you\b|\bgo to hell\b|\bshame on you\b|\bhow dare you\b|\bsick (?:and tired|of (?:this|you|your))\b|\bwaste of (?:my )?time\b|\bworst (?:company|store|shop|service) ever\b/gu,
    unless: /\bnot (?:angry|upset)|my boss|traffic|weather|angry birds|other (?:store|shop)/u,
  },
  {
    rule: 'risk',
    topic: 'legal',
    score: 0.95,
    pattern:
      /\b(?:my|a|our) (?:lawyer|attorney|solicitor)\b|\b(?:sue|suing) (?:you|your|this|the)\b|\bi(?:'m going to| will|'ll| am going to) sue\b|\blawsuit\b|\blegal action\b|\b(?:small claims )?court\b.*\b(?:see you|take you)|\b(?:see you in|take you to) (?:small claims )?court\b|\b(?:trading standards|consumer protection|better business bureau|bbb|ombudsman|attorney general)\b|\bcall(?:ed|ing)? the (?:police|cops)\b/gu,
  },
  {
    rule: 'risk',
    topic: 'media',
    score: 0.94,
    pattern:
      /\b(?:post|posting|put|putting|share|sharing|blast|expose|exposing)\b.{0,40}\b(?:social media|tiktok|twitter|facebook|instagram|reddit|youtube|everywhere|online)\b|\b(?:going|go|goes) viral\b|\b(?:local|tv) news\b|\bjournalist\b|\bgo(?:ing)? to the (?:press|media|papers|news)\b/gu,
    unless: /love|great|amazing|happy|recommend/u,
  },
  {
    rule: 'risk',
    topic: 'food_safety',
    score: 0.95,
    pattern:
      /\bfood poison(?:ing|ed)\b|\b(?:found|there (?:is|was|are|were)|bit into|swallowed)\b.{0,30}\b(?:maggots?|worms?|cockroach(?:es)?|roach|glass|plastic|metal|hair|insects?|bugs?|mou?ld)\b.{0,6}\b(?:in|on)\b|\bmaggots?\b|\bcockroach(?:es)? in\b|\b(?:throwing up|threw up|vomiting|diarrh?o?ea|sick) (?:since|after|from)\b/gu,
  },
  {
    rule: 'risk',
    topic: 'injury',
    score: 0.95,
    pattern:
      /\b(?:explod(?:ed|es|ing)|caught fire)\b|\b(?:burn(?:ed|t)|cut|hurt|injured|scalded|stabbed|bruised|broke|broken|electrocuted)\b (?:my|me|him|her|his|himself|herself|myself) ?(?:hand|arm|leg|foot|face|wrist|finger|back|head|eye|son|daughter|child|kid|baby|mother|father|wife|husband|ankle)?\b|\belectric shock\b|\b(?:slipped|tripped|fell)\b.{0,20}\b(?:floor|stairs|escalator|store|shop)\b|\ballergic reaction\b|\b(?:rash|blisters)\b.{0,12}\b(?:all over|on my)\b/gu,
    unless: /phone|heel|zipper|screen|didn't|nobody/u,
  },
  {
    rule: 'risk',
    topic: 'fraud',
    score: 0.94,
    pattern:
      /\b(?:i|we)(?:'ve| have)? (?:got|been|was|were) (?:scammed|hacked|defrauded|phished)\b|\b(?:someone|somebody) (?:used|stole|hacked|accessed|got into) my (?:account|card|gift card|points)\b|\b(?:account|points|gift card) (?:was|were|got|has been|have been) (?:stolen|hacked|drained|compromised)\b|\b(?:claiming|pretending) to be (?:you|your|from)\b/gu,
  },
  {
    rule: 'risk',
    topic: 'data_leak',
    score: 0.95,
    pattern:
      /\b(?:you|your (?:company|store|shop|staff))\b.{0,12}\b(?:leaked|sold|shared|exposed)\b.{0,12}\bmy (?:\w+ )?(?:data|details|info(?:rmation)?|number|email|address)\b|\bdata (?:breach|leak)\b|\b(?:another|other|someone else'?s?) (?:customer|person|people)'?s?'? (?:orders?|details|data|account|address)\b/gu,
    unless: /received|got/u,
  },
  {
    rule: 'bot_failure',
    score: 0.94,
    pattern:
      /\b(?:that'?s|this is|it'?s) not what i (?:asked|meant|said|want(?:ed)?)\b|\b(?:useless|stupid|dumb) (?:bot|robot|machine|chatbot|ai)\b|\byou(?:'re| are)? (?:do ?n'?t|not) understand(?:ing)?\b|\bgoing (?:around )?in circles\b|\b(?:doesn'?t|didn'?t|not) answer my question\b|\bsame (?:answer|link|reply) (?:again|over)\b|\bmakes? no sense\b/gu,
  },
];

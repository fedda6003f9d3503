import type { Locale, SentMedia, Understanding, Words } from '#kernel';

type SmallTalk = Exclude<Understanding['act'], 'question' | 'fragment'>;

/** What the assistant says where there is nothing to look up. No promise, no figure, and a person is always a tap away. */
const REPLIES: Readonly<Record<SmallTalk, Words>> = {
  greeting: {
    'zh-CN': '您好，我是智能客服助手。请问有什么可以帮您？可以直接说问题，也可以随时转人工。',
    en: 'Hello, I am the assistant. What can I help you with? Just ask; you can talk to a person at any time.',
  },
  thanks: {
    'zh-CN': '不客气，很高兴能帮到您。还有其他问题随时问我。',
    en: 'You are welcome. Ask me whenever there is anything else.',
  },
  farewell: {
    'zh-CN': '感谢您的咨询，祝您生活愉快，再见。',
    en: 'Thank you for getting in touch. Have a good day, goodbye.',
  },
  acknowledgement: {
    'zh-CN': '好的。还有其他需要帮忙的，随时告诉我。',
    en: 'All right. Tell me if there is anything else I can do.',
  },
  withdrawal: {
    'zh-CN': '好的，那我继续为您服务。请问还有什么可以帮您？',
    en: 'All right, I will go on helping you. What else can I do?',
  },
  chitchat: {
    'zh-CN': '我是店里的智能客服助手，购物、配送、售后、会员、门店方面的问题都可以问我。',
    en: 'I am the shop’s assistant: ask me about shopping, delivery, returns, membership or the stores.',
  },
  empty: {
    'zh-CN': '我没有看懂这条消息，麻烦您用文字描述一下问题，或者点“转人工”。',
    en: 'I could not read that message. Please put your question in words, or ask for a person.',
  },
};

/** What is asked when a beginning was not followed by anything. */
const GO_ON: Words = {
  'zh-CN': '您好，我在的。麻烦您再具体说一下想咨询什么，比如商品、订单、配送还是售后？',
  en: 'I am here. Could you say a little more about what you need: a product, an order, delivery or a return?',
};

/** A picture with no question beside it. What is on it the assistant cannot see, and does not pretend to. */
const PICTURE: Words = {
  'zh-CN': '图片收到了，不过我看不到图里的内容。麻烦您用文字说一下想咨询的问题；也可以点“转人工”，客服能直接看到图片。',
  en: 'Your picture has arrived, but I cannot see what is on it. Please tell me in words what it is about, or ask for a person: they can look at it.',
};
const FILE: Words = {
  'zh-CN': '文件收到了，不过我打不开它。麻烦您用文字说一下想咨询的问题；也可以点“转人工”，客服能直接查看文件。',
  en: 'Your file has arrived, but I cannot open it. Please tell me in words what it is about, or ask for a person: they can look into it.',
};

const VOICE: Words = {
  'zh-CN': '语音收到了，不过我还听不了语音。麻烦您打字说一下想咨询的问题；也可以回复“转人工”。',
  en: 'Your voice message has arrived, but I cannot listen to it. Please type what it is about, or ask for a person.',
};
const VIDEO: Words = {
  'zh-CN': '视频收到了，不过我看不了视频。麻烦您用文字说一下想咨询的问题；也可以回复“转人工”。',
  en: 'Your video has arrived, but I cannot watch it. Please tell me in words what it is about, or ask for a person.',
};
const UNKNOWN: Words = {
  'zh-CN': '这类消息我暂时看不了。麻烦您用文字说一下想咨询的问题；也可以回复“转人工”。',
  en: 'I cannot read messages of this kind. Please tell me in words what it is about, or ask for a person.',
};
const TAP: Words = {
  'zh-CN': '您点了菜单，不过我看不出您想问什么。直接打字告诉我就行；想找人工客服，回复“转人工”。',
  en: 'You have tapped the menu, but I cannot tell what you would like to know. Just type it, or ask for a person.',
};
const CANNOT_LOOK: Readonly<Record<SentMedia, Words>> = {
  image: PICTURE,
  file: FILE,
  voice: VOICE,
  video: VIDEO,
  tap: TAP,
  unknown: UNKNOWN,
};

/** What to say to something sent without a question. */
export function cannotLook(at: SentMedia, locale: Locale): string {
  return CANNOT_LOOK[at][locale];
}

export function smallTalk(act: Understanding['act'], locale: Locale): string | undefined {
  return act === 'question' || act === 'fragment' ? undefined : REPLIES[act][locale];
}

export function goOn(locale: Locale): string {
  return GO_ON[locale];
}

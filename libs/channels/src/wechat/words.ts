import type { SentMedia, Words } from '#kernel';

/** What stands in the conversation for what a shopper sent and we do not keep, in the words WeChat itself uses. */
export const SENT: Readonly<Record<SentMedia, Words>> = {
  image: { 'zh-CN': '[图片]', en: '[Picture]' },
  voice: { 'zh-CN': '[语音]', en: '[Voice message]' },
  video: { 'zh-CN': '[视频]', en: '[Video]' },
  file: { 'zh-CN': '[文件]', en: '[File]' },
  tap: { 'zh-CN': '[点击了菜单]', en: '[Tapped the menu]' },
  unknown: { 'zh-CN': '[暂不支持的消息]', en: '[Message of a kind we cannot show]' },
};

export const LOCATION: Words = { 'zh-CN': '[位置] {place}', en: '[Location] {place}' };

/** Sent to who follows the account or opens the chat. */
export const WELCOME: Words = {
  'zh-CN': '您好，我是智能客服助手。购物、订单、配送、售后、门店的问题都可以直接问我；想找人工客服，回复“转人工”就行。',
  en: 'Hello, I am the shop’s assistant. Ask me about products, orders, delivery, returns or the stores. To talk to a person, just say so.',
};

/** To who has brought a conversation over from the web. */
export const BROUGHT_OVER: Words = {
  'zh-CN': '您在网页上的对话已经带到微信，之前说过的都在，接着说就行。',
  en: 'Your conversation from the website is here now, with everything said so far. Just go on.',
};
export const BROUGHT_OVER_QUEUED: Words = {
  'zh-CN': '您在网页上的对话已经带到微信，排队位置也保留着。客服接入后会在这里回复您。',
  en: 'Your conversation from the website is here now, and you have kept your place in the queue. A person will answer you here.',
};
export const BROUGHT_OVER_REFUSED: Words = {
  'zh-CN': '这个二维码已失效，请回到网页重新扫一个；也可以直接在这里提问。',
  en: 'This code is no longer valid. Get a new one on the website, or just ask here.',
};

export const SURVEY: Words = {
  'zh-CN': '请为这次服务打分：',
  en: 'How was the service?',
};
export const SURVEY_TAIL: Words = {
  'zh-CN': '点一下选项，或回复 1–5 的数字。',
  en: 'Tap one, or reply with a number from 1 to 5.',
};
export const SCORES: Words = {
  'zh-CN': '很不满意|不太满意|一般|满意|非常满意',
  en: 'Very poor|Poor|Fair|Good|Very good',
};
export const SURVEY_THANKS: Words = {
  'zh-CN': '谢谢您的评价！',
  en: 'Thank you for telling us!',
};
export const CHOOSE: Words = {
  'zh-CN': '回复数字即可选择。',
  en: 'Reply with a number to choose.',
};

/** When the answer to a callback has to leave before ours is ready. */
export const HOLD_ON: Words = {
  'zh-CN': '正在为您查询，请稍等几秒，再回复任意文字查看结果。',
  en: 'I am looking it up. Give me a few seconds, then send any text to see the answer.',
};

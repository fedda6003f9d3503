import type { CannedReplyContent } from './canned-reply.repository.js';

/** The shared replies a new desk starts with; from then on they are the merchant's to change. */
export const DEFAULT_CANNED_REPLIES: readonly CannedReplyContent[] = [
  {
    shortcut: 'greet',
    title: { 'zh-CN': '问候', en: 'Greeting' },
    text: {
      'zh-CN': '{{shopper.name}}您好，我是客服{{agent.name}}，前面的聊天记录我已经看过，您不用再重复，我来为您处理。',
      en: 'Hello {{shopper.name}}, this is {{agent.name}}. I have read everything above, so there is no need to repeat it. Let me take care of this.',
    },
    category: '开场',
  },
  {
    shortcut: 'sorry',
    title: { 'zh-CN': '致歉', en: 'Apology' },
    text: {
      'zh-CN': '非常抱歉给您带来不好的体验，您的心情我完全理解。我马上核实，并给您一个明确的答复。',
      en: 'I am very sorry for this experience; I understand how you feel. I will look into it right away and give you a clear answer.',
    },
    category: '安抚',
  },
  {
    shortcut: 'check',
    title: { 'zh-CN': '正在核实', en: 'Checking' },
    text: {
      'zh-CN': '我正在为您核实，请稍等两三分钟，有结果马上告诉您。',
      en: 'I am checking this for you. Please give me two or three minutes; I will tell you as soon as I know.',
    },
    category: '安抚',
  },
  {
    shortcut: 'order',
    title: { 'zh-CN': '请提供订单号', en: 'Ask for the order number' },
    text: {
      'zh-CN': '方便提供一下订单号吗？我好准确查到您的订单。',
      en: 'Could you give me the order number, so that I find the right order?',
    },
    category: '询问',
  },
  {
    shortcut: 'photo',
    title: { 'zh-CN': '请提供照片', en: 'Ask for a photo' },
    text: {
      'zh-CN': '麻烦您拍一两张商品问题处的照片，我据此为您申请处理。',
      en: 'Could you send one or two photos of the fault? I will file the request with them.',
    },
    category: '询问',
  },
  {
    shortcut: 'wait',
    title: { 'zh-CN': '久等了', en: 'Thanks for waiting' },
    text: {
      'zh-CN': '让您久等了，感谢您的耐心。',
      en: 'Thank you for your patience, and sorry for the wait.',
    },
    category: '安抚',
  },
  {
    shortcut: 'refund',
    title: { 'zh-CN': '退款进度', en: 'Refund' },
    text: {
      'zh-CN': '退款申请我已提交，处理结果会通知您；到账时间以支付渠道为准。',
      en: 'I have filed the refund and you will be told the outcome; when the money arrives depends on your payment provider.',
    },
    category: '售后',
  },
  {
    shortcut: 'return',
    title: { 'zh-CN': '上门取件', en: 'Collection' },
    text: {
      'zh-CN': '我为您安排上门取件，请问哪个时间段方便？',
      en: 'I will arrange a collection at your door. Which time suits you?',
    },
    category: '售后',
  },
  {
    shortcut: 'store',
    title: { 'zh-CN': '到店协助', en: 'Help in the store' },
    text: {
      'zh-CN': '如果您正在店里，请告诉我您所在的楼层和位置，我请最近的同事过去。',
      en: 'If you are in the store, tell me the floor and where you are; I will send the nearest colleague.',
    },
    category: '门店',
  },
  {
    shortcut: 'anything',
    title: { 'zh-CN': '还有其他问题吗', en: 'Anything else' },
    text: {
      'zh-CN': '请问还有其他可以帮您的吗？',
      en: 'Is there anything else I can do for you?',
    },
    category: '收尾',
  },
  {
    shortcut: 'bye',
    title: { 'zh-CN': '结束语', en: 'Goodbye' },
    text: {
      'zh-CN': '感谢您的反馈，祝您生活愉快。后续有任何问题，随时找我们。',
      en: 'Thank you for telling us. Have a good day, and come back to us any time.',
    },
    category: '收尾',
  },
];

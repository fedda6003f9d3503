import { fill, type Locale, type NoticeKind, type Words } from '#kernel';

/** What shoppers read when the owner changes. Every transition that they notice says so in the same transaction. */
const NOTICES: Readonly<Record<NoticeKind, Words>> = {
  handoff: {
    'zh-CN': '正在为您转接人工客服，之前的对话客服都能看到，您不用重复。请稍候，您也可以继续补充。',
    en: 'I am connecting you to a person. They can see everything said so far, so you need not repeat it. Please wait a moment; you can keep writing.',
  },
  handoff_offline: {
    'zh-CN':
      '已为您登记转接人工客服，但目前没有客服在线。您的问题和对话已经保留，客服上线后会第一时间在这里回复您，您不用守着页面。',
    en: 'Your case is with our team, but nobody is online right now. Everything is kept; a person will answer here as soon as they are back. You need not keep this page open.',
  },
  assigned: {
    'zh-CN': '客服 {name} 已接入，正在为您处理。',
    en: '{name} from our team is here and is looking into it.',
  },
  reassigned: {
    'zh-CN': '客服 {name} 已接手继续为您服务，之前的对话都能看到，您不用重复。',
    en: '{name} from our team is taking over from here. They can see everything said so far, so you need not repeat it.',
  },
  transferred: {
    'zh-CN': '正在为您转给更合适的客服，对话内容会一并转达，请稍候。',
    en: 'You are being passed to a colleague who can help better. They will see the whole conversation; please wait a moment.',
  },
  agent_lost: {
    'zh-CN': '抱歉，客服的连接中断了。您已排在最前面，马上为您接入另一位客服，不用重复说明。',
    en: 'Sorry, the agent has lost the connection. You are first in line and will be with another agent shortly; you need not repeat anything.',
  },
  withdrawn: {
    'zh-CN': '好的，已取消转人工，我是智能助手，继续为您服务。',
    en: 'All right, you have left the queue. This is the assistant again; I am happy to go on helping.',
  },
  returned: {
    'zh-CN': '人工服务已结束，接下来由智能助手继续为您服务。需要人工时随时告诉我。',
    en: 'The agent has handed you back to the assistant. Tell me whenever you would like a person again.',
  },
  resolved: {
    'zh-CN': '本次服务已结束。如果问题还没有解决，72 小时内直接回复，会优先转给同一位客服。',
    en: 'This conversation has been closed. If it is not solved, just reply within 72 hours and it goes back to the same agent.',
  },
  resolved_idle: {
    'zh-CN': '您有一段时间没有发消息，本次对话先结束了。有需要随时再问我。',
    en: 'You have not written for a while, so this conversation is closed for now. Ask again whenever you like.',
  },
  abandoned: {
    'zh-CN': '排队已结束。您的问题已记录为工单，客服会跟进；您也可以随时再发消息。',
    en: 'You are no longer in the queue. Your case is kept as a ticket and our team will follow it up; you can also write again at any time.',
  },
};

export function noticeText(kind: NoticeKind, locale: Locale, values: Readonly<Record<string, string>> = {}): string {
  return fill(NOTICES[kind][locale], values);
}

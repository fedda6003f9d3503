import type { Words } from '#kernel';

/** What the desk says of itself around the articles' own words. */
export const CLARIFY: Words = {
  'zh-CN': '您想了解的是下面哪一个？',
  en: 'Which of these would you like to know?',
};

export const ASK_STORE: Words = {
  'zh-CN': '各门店的情况不同，请问您想了解哪家店？',
  en: 'This differs from store to store. Which store do you mean?',
};

export const ABSTAIN: Words = {
  'zh-CN': '抱歉，这个问题我没有找到可靠的答案。您可以换个说法再问一次，或者转人工客服为您解答。',
  en: 'Sorry, I have no reliable answer to that. You can put it in other words, or talk to a person.',
};

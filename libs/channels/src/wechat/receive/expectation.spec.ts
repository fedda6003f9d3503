import { describe, expect, it } from '@jest/globals';
import { choiceId, meaningOf, surveyId, type Expectation } from './expectation.js';

const survey: Expectation = { kind: 'survey', conversationId: 'c', until: 100 };
const choice: Expectation = { kind: 'choice', options: ['退货', '换货'], until: 100 };

describe('what a number means', () => {
  it.each([
    [survey, { text: '5' }, { kind: 'survey', conversationId: 'c', score: 5 }],
    [survey, { text: ' ３。' }, { kind: 'survey', conversationId: 'c', score: 3 }],
    [survey, { text: '非常满意', menuId: surveyId(5) }, { kind: 'survey', conversationId: 'c', score: 5 }],
    [survey, { text: '6' }, undefined],
    [survey, { text: '5 天了还没到' }, undefined],
    [survey, { text: '退货', menuId: choiceId(0) }, undefined],
    [choice, { text: '2' }, { kind: 'text', text: '换货' }],
    [choice, { text: '退货', menuId: choiceId(0) }, { kind: 'text', text: '退货' }],
    [choice, { text: '怎么改地址', menuId: choiceId(0) }, undefined],
    [choice, { text: '3' }, undefined],
    [null, { text: '5' }, undefined],
  ])('%#', (expects, said, meaning) => expect(meaningOf(expects, said, 50)).toEqual(meaning));

  it('means nothing any more when time is up', () => {
    expect(meaningOf(survey, { text: '5' }, 101)).toBeUndefined();
  });
});

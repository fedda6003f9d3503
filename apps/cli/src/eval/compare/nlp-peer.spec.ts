import { beforeAll, describe, expect, it } from '@jest/globals';
import { moodsByLexicon, NlpPeer } from './nlp-peer.js';

describe('nlp.js as a peer', () => {
  let peer: NlpPeer;

  beforeAll(async () => {
    peer = await NlpPeer.trainedOn([
      { text: 'I want to return this coat', label: 'return' },
      { text: 'where do I send it back', label: 'return' },
      { text: 'can I park my car here', label: 'parking' },
      { text: 'how much is parking', label: 'parking' },
      { text: '我要退货', label: 'return' },
      { text: '停车多少钱', label: 'parking' },
    ]);
  });

  it.each([
    ['parking for my car', 'parking'],
    ['send back this coat', 'return'],
    ['退货怎么办', 'return'],
  ])('says what it was taught, the likeliest first: %s', async (text, label) => {
    expect((await peer.rank(text))[0]).toBe(label);
    expect(await peer.labelsOf([text])).toEqual([label]);
  });

  it('knows moods of English words, and none of Chinese ones', async () => {
    expect(await moodsByLexicon(['this is horrible', 'this is wonderful', '太差了'])).toEqual([
      'negative',
      'positive',
      'neutral',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { retrieverFrom } from './retriever.js';

describe('retrieverFrom', () => {
  it('serves a retrieve function as LangChain’s retriever', async () => {
    const retriever = retrieverFrom((query) =>
      Promise.resolve([{ id: 'a1', text: `about ${query}`, metadata: { title: 'Parking', version: 2 } }]),
    );
    await expect(retriever.invoke('parking')).resolves.toMatchObject([
      { id: 'a1', pageContent: 'about parking', metadata: { title: 'Parking', version: 2 } },
    ]);
  });

  it('can be piped, and lets errors through', async () => {
    const titles = retrieverFrom(() => Promise.resolve([{ id: 'a', text: 'x', metadata: {} }])).pipe(
      (docs) => docs.length,
    );
    await expect(titles.invoke('q')).resolves.toBe(1);
    const broken = retrieverFrom(() => Promise.reject(new Error('database away')));
    await expect(broken.invoke('q')).rejects.toThrow('database away');
  });
});

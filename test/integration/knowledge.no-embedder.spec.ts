import { afterAll, describe, expect, it } from '@jest/globals';
import { EmbeddingModel, ModelError } from '#llm';
import { KnowledgeService } from '#knowledge';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';

afterAll(closeTestDatabases);

describe('an embedder that fails', () => {
  it('leaves the search to the words, and shoppers get their answers', async () => {
    const desk = await Desk.start();
    try {
      desk.app.get(EmbeddingModel).embedQuery = () => Promise.reject(new ModelError('timeout'));
      const answer = await desk.app.get(KnowledgeService).ask({ question: '停车怎么收费' });
      expect(answer).toMatchObject({ outcome: 'answered' });
      expect(answer.answer).toContain('每小时 6 元');
    } finally {
      await desk.close();
    }
  }, 120_000);
});

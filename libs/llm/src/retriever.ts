import type { CallbackManagerForRetrieverRun } from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';

/** What a retrieve function gives for one hit. `metadata` travels along untouched. */
export interface RetrievedText {
  id: string;
  text: string;
  metadata: Record<string, unknown>;
}

class FunctionRetriever extends BaseRetriever {
  lc_namespace = ['deskhand', 'retrievers'];

  constructor(
    private readonly retrieve: (query: string) => Promise<RetrievedText[]>,
    fields?: BaseRetrieverInput,
  ) {
    super(fields);
  }

  override async _getRelevantDocuments(query: string, _run?: CallbackManagerForRetrieverRun): Promise<Document[]> {
    const hits = await this.retrieve(query);
    return hits.map(({ id, text, metadata }) => new Document({ id, pageContent: text, metadata }));
  }
}

/**
 * Offers a retrieve function as LangChain's retriever, so that its chains and agents can use our search. The search itself stays
 * ours: one hand-written query, no vector store of LangChain's.
 */
export function retrieverFrom(retrieve: (query: string) => Promise<RetrievedText[]>): BaseRetriever {
  return new FunctionRetriever(retrieve);
}

import { Module } from '@nestjs/common';
import { ArticleRepository } from './articles/article.repository.js';
import { GapRepository } from './articles/gap.repository.js';
import { KnowledgeImporter } from './ingest/importer.js';
import { KnowledgeService } from './knowledge.service.js';
import { Retriever } from './retrieval/retriever.js';
import { SearchRepository } from './retrieval/search.repository.js';
import { WarmUp } from './retrieval/warm-up.js';
import { StoreDirectory } from './stores/store-directory.js';
import { StoreRepository } from './stores/store.repository.js';

@Module({
  providers: [
    ArticleRepository,
    GapRepository,
    SearchRepository,
    StoreRepository,
    StoreDirectory,
    Retriever,
    WarmUp,
    KnowledgeImporter,
    KnowledgeService,
  ],
  exports: [KnowledgeImporter, KnowledgeService, StoreDirectory],
})
export class KnowledgeModule {}

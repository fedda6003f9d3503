import { Module } from '@nestjs/common';
import { BuiltinEmbeddings } from '#llm';
import { ArticleRepository } from './articles/article.repository.js';
import { ArticleService } from './articles/article.service.js';
import { GapRepository } from './articles/gap.repository.js';
import { DemandRepository } from './demand/demand.repository.js';
import { DemandService } from './demand/demand.service.js';
import './demand/question-demand.entity.js';
import { GroundedAnswerer } from './grounded/index.js';
import { KnowledgeImporter } from './ingest/importer.js';
import { KnowledgeController } from './knowledge.controller.js';
import { KnowledgeService } from './knowledge.service.js';
import { Retriever } from './retrieval/retriever.js';
import { SearchRepository } from './retrieval/search.repository.js';
import { WarmUp } from './retrieval/warm-up.js';
import { StoreDirectory } from './stores/store-directory.js';
import { StoreRepository } from './stores/store.repository.js';
import { StoresController } from './stores/stores.controller.js';

@Module({
  controllers: [KnowledgeController, StoresController],
  providers: [
    ArticleRepository,
    ArticleService,
    GapRepository,
    DemandRepository,
    DemandService,
    SearchRepository,
    StoreRepository,
    StoreDirectory,
    // Looks at every candidate, whichever embedder searches the database.
    { provide: BuiltinEmbeddings, useFactory: () => new BuiltinEmbeddings() },
    Retriever,
    WarmUp,
    KnowledgeImporter,
    GroundedAnswerer,
    KnowledgeService,
  ],
  exports: [ArticleService, DemandService, KnowledgeImporter, KnowledgeService, StoreDirectory],
})
export class KnowledgeModule {}

import { Module } from '@nestjs/common';
import { BuiltinEmbeddings } from '#llm';
import { ArticleRepository } from './articles/article.repository.js';
import { ArticleService } from './articles/article.service.js';
import { GapRepository } from './articles/gap.repository.js';
import { DemandRepository } from './demand/demand.repository.js';
import { DemandService } from './demand/demand.service.js';
import './demand/question-demand.entity.js';
import { GroundedAnswerer } from './grounded/index.js';
import { ArticleIndexer } from './indexing/article-indexer.js';
import { Embedders } from './indexing/embedders.js';
import { IndexMaintenance } from './indexing/index-maintenance.js';
import { IndexSetRepository } from './indexing/index-set.repository.js';
import { KnowledgeCommands } from './indexing/knowledge.commands.js';
import { PassageRepository } from './indexing/passage.repository.js';
import { ServingSet } from './indexing/serving-set.js';
import { Reindexer } from './indexing/reindexer.js';
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
    ...[
      IndexSetRepository,
      PassageRepository,
      Embedders,
      ArticleIndexer,
      IndexMaintenance,
      ServingSet,
      Reindexer,
      KnowledgeCommands,
    ],
    KnowledgeImporter,
    GroundedAnswerer,
    KnowledgeService,
  ],
  exports: [ArticleService, DemandService, KnowledgeImporter, KnowledgeService, Reindexer, StoreDirectory],
})
export class KnowledgeModule {}

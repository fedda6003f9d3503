export { KnowledgeArticle, KnowledgeArticleVersion, type ArticleStatus } from './articles/article.entity.js';
export { ArticleService } from './articles/article.service.js';
export type { Article } from './articles/article.repository.js';
export type { Gap } from './articles/gap.repository.js';
export { KnowledgePassage, KnowledgePassageB, type PassageKind } from './articles/passage.entity.js';
export { KnowledgeEmbedder, KnowledgeIndex } from './indexing/index-set.entity.js';
export { Embedders } from './indexing/embedders.js';
export { SearchRepository } from './retrieval/search.repository.js';
export { Reindexer, type ReindexStatus } from './indexing/reindexer.js';
export { KnowledgeGap } from './articles/gap.entity.js';
export { QuestionDemand } from './demand/question-demand.entity.js';
export { DemandService } from './demand/demand.service.js';
export type { AskedQuestion } from './demand/demand.repository.js';
export { Store } from './stores/store.entity.js';
export { StoreDirectory, type StoreMention } from './stores/store-directory.js';
export type { StoreRow } from './stores/store.repository.js';
export { KnowledgeImporter, type ImportOptions, type ImportReport } from './ingest/importer.js';
export type { ArticleSource, ImportProblem } from './ingest/article-source.js';
export { readFolder, type FolderContent } from './ingest/folder.js';
export {
  KnowledgeService,
  type AskedBefore,
  type AskRequest,
  type KnowledgeAnswer,
  type StreamOptions,
} from './knowledge.service.js';
export { languageOf, type Hit, type Retrieval } from './retrieval/retriever.js';
export { KnowledgeSettingsSource } from './settings-source.js';
export { DEFAULT_KNOWLEDGE_SETTINGS, type KnowledgeSettings, thresholdsBy } from './settings.js';
export { KnowledgeModule } from './knowledge.module.js';
export type { GroundedSentence } from './grounded/index.js';

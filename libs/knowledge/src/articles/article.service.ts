import { Injectable } from '@nestjs/common';
import { AppError, newId } from '#kernel';
import { Database, Outbox, TransactionRunner, violatedConstraint } from '#platform';
import { contentHash } from '../ingest/article-source.js';
import { ArticleIndexer } from '../indexing/article-indexer.js';
import { PassageRepository } from '../indexing/passage.repository.js';
import { cleanMarkdown, plainText } from '../ingest/markdown.js';
import type { ArticleContentDto, CreateArticleDto, ListArticlesDto, UpdateArticleDto } from './article.dto.js';
import { type Article, ArticleRepository, type ArticleRow } from './article.repository.js';

/** Articles as editors work on them. What is published can be found from the next question on. */
@Injectable()
export class ArticleService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly articles: ArticleRepository,
    private readonly passages: PassageRepository,
    private readonly indexer: ArticleIndexer,
    private readonly outbox: Outbox,
  ) {}

  list(filter: ListArticlesDto): Promise<Article[]> {
    const { q, ...rest } = filter;
    return this.articles.list(this.db.manager, { ...rest, query: q });
  }

  /** @throws ARTICLE_NOT_FOUND */
  async get(id: string): Promise<Article> {
    const article = await this.articles.get(this.db.manager, id);
    if (!article) throw new AppError('ARTICLE_NOT_FOUND');
    return article;
  }

  /** @throws ARTICLE_NOT_FOUND */
  async versions(id: string): Promise<{ version: number; title: string; body: string; createdAt: Date }[]> {
    await this.get(id);
    return this.articles.versions(this.db.manager, id);
  }

  /** @throws VALIDATION_FAILED when the key is taken in that language */
  async create(dto: CreateArticleDto, agentId: string): Promise<Article> {
    const row = this.toRow(dto, { id: newId(), key: dto.key, locale: dto.locale, version: 1, file: null });
    try {
      await this.save(row, agentId);
    } catch (error) {
      if (violatedConstraint(error) !== 'knowledge_article_key_locale') throw error;
      throw new AppError('VALIDATION_FAILED', { reason: `key "${dto.key}" is taken in ${dto.locale}` });
    }
    return this.get(row.id);
  }

  /** @throws ARTICLE_NOT_FOUND; VERSION_CONFLICT when somebody else has written since `dto.version` */
  async update(id: string, dto: UpdateArticleDto, agentId: string): Promise<Article> {
    const before = await this.get(id);
    if (before.version !== dto.version) throw new AppError('VERSION_CONFLICT', { version: before.version });
    await this.save(this.toRow(dto, { ...before, version: before.version + 1 }), agentId);
    return this.get(id);
  }

  /** Takes an article out of use; its history stays. @throws ARTICLE_NOT_FOUND */
  async archive(id: string): Promise<void> {
    const { locale } = await this.get(id);
    await this.transactions.run(async (tx) => {
      await this.articles.archive(tx, [id]);
      await this.passages.remove(tx, [id]);
      await this.outbox.publish(tx, 'knowledge.changed', { locale });
    });
  }

  private toRow(
    dto: ArticleContentDto,
    fixed: Pick<ArticleRow, 'id' | 'key' | 'locale' | 'version' | 'file'>,
  ): ArticleRow {
    const { id, key, locale, version, file } = fixed;
    const { title, questions, tags, stores, validFrom, validTo, owner, source, url, status } = dto;
    if (validFrom && validTo && validFrom > validTo)
      throw new AppError('VALIDATION_FAILED', { reason: 'validTo lies before validFrom' });
    const body = cleanMarkdown(dto.body);
    const content = { key, locale, title, questions, body, tags, stores, validFrom, validTo, owner, source, url, file };
    return {
      ...content,
      id,
      version,
      status,
      text: plainText(body),
      contentHash: contentHash(content),
    };
  }

  private save(row: ArticleRow, agentId: string): Promise<void> {
    return this.indexer.save([row], async (tx) => {
      const written = await this.articles.write(tx, [row], agentId);
      if (written.length === 0) throw new AppError('VERSION_CONFLICT');
      await this.outbox.publish(tx, 'knowledge.changed', { locale: row.locale });
      return { written, result: undefined };
    });
  }
}

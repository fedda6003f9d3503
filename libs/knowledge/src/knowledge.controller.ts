import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Ip,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Req,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AppError } from '#kernel';
import { cleanText } from '#conversation';
import { AgentsOnly, CurrentAgent, RateLimiter, type SignedInAgent } from '#platform';
import { bestPassage } from './answer/extract.js';
import {
  AskDto,
  CreateArticleDto,
  ImportDto,
  ListArticlesDto,
  SearchDto,
  UpdateArticleDto,
} from './articles/article.dto.js';
import type { Article } from './articles/article.repository.js';
import { ArticleService } from './articles/article.service.js';
import { type ArticleSource, FieldError, type ImportProblem, toArticleSource } from './ingest/article-source.js';
import { KnowledgeImporter, type ImportReport } from './ingest/importer.js';
import { parseCsvArticles } from './ingest/parse.js';
import { type KnowledgeAnswer, KnowledgeService } from './knowledge.service.js';

const articleId = new ParseUUIDPipe({ exceptionFactory: () => new AppError('ARTICLE_NOT_FOUND') });

interface SearchAnswer {
  hits: { articleId: string; title: string; score: number; passage: string }[];
}

/** Questions for everybody; search and articles for agents. */
@ApiTags('knowledge')
@Controller('api/v1/knowledge')
export class KnowledgeController {
  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly articles: ArticleService,
    private readonly importer: KnowledgeImporter,
    private readonly limiter: RateLimiter,
  ) {}

  /** Stateless: nothing of the question is kept. */
  @Post('ask')
  @HttpCode(200)
  async ask(@Body() dto: AskDto, @Ip() address: string, @Req() request: Request): Promise<KnowledgeAnswer> {
    await this.limiter.consume('ask', address);
    const question = cleanText(dto.question);
    if (question === '') throw new AppError('TEXT_EMPTY');
    const left = new AbortController();
    // Whoever hangs up needs no answer: the model is not asked to the end.
    request.res?.once('close', () => left.abort(new AppError('UNAVAILABLE')));
    return this.knowledge.answerStream({ ...dto, question }, { signal: left.signal });
  }

  @Get('search')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.read')
  async search(@Query() dto: SearchDto): Promise<SearchAnswer> {
    const { hits, query } = await this.knowledge.retrieve({ question: dto.q, limit: dto.limit, storeId: dto.storeId });
    return {
      hits: hits.map(({ article, score }) => ({
        articleId: article.id,
        title: article.title,
        score,
        passage: bestPassage(article, query) ?? article.text.slice(0, 200),
      })),
    };
  }

  @Get('gaps')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.read')
  async gaps(): Promise<{ gaps: Awaited<ReturnType<KnowledgeService['listGaps']>> }> {
    return { gaps: await this.knowledge.listGaps() };
  }

  @Get('articles')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.read')
  async list(@Query() filter: ListArticlesDto): Promise<{ articles: Article[] }> {
    return { articles: await this.articles.list(filter) };
  }

  @Get('articles/:id')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.read')
  get(@Param('id', articleId) id: string): Promise<Article> {
    return this.articles.get(id);
  }

  @Get('articles/:id/versions')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.read')
  async versions(
    @Param('id', articleId) id: string,
  ): Promise<{ versions: Awaited<ReturnType<ArticleService['versions']>> }> {
    return { versions: await this.articles.versions(id) };
  }

  @Post('articles')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.write')
  create(@Body() dto: CreateArticleDto, @CurrentAgent() agent: SignedInAgent): Promise<Article> {
    return this.articles.create(dto, agent.id);
  }

  @Put('articles/:id')
  @ApiBearerAuth()
  @AgentsOnly('knowledge.write')
  update(
    @Param('id', articleId) id: string,
    @Body() dto: UpdateArticleDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<Article> {
    return this.articles.update(id, dto, agent.id);
  }

  @Delete('articles/:id')
  @HttpCode(204)
  @ApiBearerAuth()
  @AgentsOnly('knowledge.write')
  archive(@Param('id', articleId) id: string): Promise<void> {
    return this.articles.archive(id);
  }

  /** Adds or renews articles; entries that cannot be used are reported, the others load. */
  @Post('import')
  @HttpCode(200)
  @ApiBearerAuth()
  @AgentsOnly('knowledge.write')
  async import(@Body() dto: ImportDto): Promise<ImportReport> {
    const parsed = dto.csv ? parseCsvArticles(dto.csv, 'csv') : { articles: [], problems: [] };
    const sources: ArticleSource[] = parsed.articles.map((source) => ({ ...source, file: null }));
    const problems: ImportProblem[] = [...parsed.problems];
    for (const [i, entry] of (dto.articles ?? []).entries()) {
      try {
        sources.push(toArticleSource(entry, typeof entry['body'] === 'string' ? entry['body'] : '', null));
      } catch (error) {
        if (!(error instanceof FieldError)) throw error;
        problems.push({ file: 'articles', line: i + 1, message: error.message });
      }
    }
    const report = await this.importer.importArticles(sources);
    return { ...report, problems: [...problems, ...report.problems] };
  }
}

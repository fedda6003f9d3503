import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { BookOpen, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { useSettled, type Layout } from '../lib/hooks.js';
import { Button } from '../ui/button.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { ArticleEditor } from './article-editor.js';

const PAGE = 100;

/** What the assistant answers from: found on the left, read and corrected on the right. */
export function KnowledgeView({ layout, id }: { layout: Layout; id?: string }) {
  const words = useWords();
  if (layout === 'phone') return id === undefined ? <ArticleList /> : <ArticleEditor key={id} id={id} back />;
  return (
    <div className="knowledge">
      <ArticleList selected={id} />
      {id === undefined ? (
        <div className="pane pane-centre">
          <Empty icon={BookOpen} title={words.text('empty.article')} hint={words.text('empty.articleHint')} />
        </div>
      ) : (
        <ArticleEditor key={id} id={id} />
      )}
    </div>
  );
}

function ArticleList({ selected }: { selected?: string }) {
  const words = useWords();
  const { api } = useServices();
  const [typed, setTyped] = useState('');
  const [locale, setLocale] = useState<string>(words.locale);
  const q = useSettled(typed.trim(), 250);
  const found = useInfiniteQuery({
    queryKey: ['articles', locale, q],
    queryFn: ({ pageParam, signal }) => api.articles({ locale, q, limit: PAGE, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.articles.length < PAGE ? undefined : pages.length * PAGE),
    placeholderData: keepPreviousData,
  });
  const articles = (found.data?.pages ?? []).flatMap((page) => page.articles);

  return (
    <nav className="pane knowledge-list" aria-label={words.text('nav.knowledge')}>
      <div className="filter">
        <label className="search">
          <Search size={15} aria-hidden />
          <span className="visually-hidden">{words.text('knowledge.search')}</span>
          <input
            type="search"
            value={typed}
            placeholder={words.text('knowledge.search')}
            data-testid="article-search"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <select
          value={locale}
          aria-label={words.text('knowledge.language')}
          onChange={(event) => setLocale(event.target.value)}
        >
          <option value="zh-CN">{words.text('language.zh')}</option>
          <option value="en">{words.text('language.en')}</option>
        </select>
      </div>
      {found.isPending ? (
        <Skeleton rows={10} kind="list" />
      ) : found.isError ? (
        <Failure title={words.text('knowledge.failed')} error={found.error} retry={() => void found.refetch()} />
      ) : articles.length === 0 ? (
        <Empty
          icon={Search}
          title={words.text(q === '' ? 'empty.articles' : 'empty.found')}
          hint={words.text(q === '' ? 'empty.articlesHint' : 'empty.foundHint')}
        />
      ) : (
        <ul className="article-list" aria-busy={found.isFetching}>
          {articles.map((article) => (
            <li key={article.id}>
              <Link
                href={`/knowledge/${article.id}`}
                className="article-link"
                aria-current={article.id === selected || undefined}
                data-testid="article-item"
              >
                <span className="clip">{article.title}</span>
                <span className="article-facts clip">
                  {words.text('knowledge.facts', { key: article.key, version: article.version })}
                </span>
              </Link>
            </li>
          ))}
          {found.hasNextPage && (
            <li className="article-more">
              <Button variant="quiet" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {words.text('knowledge.more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </nav>
  );
}

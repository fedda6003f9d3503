import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useLocation } from 'wouter';
import type { Article } from '../api/api.js';
import { CallError } from '../api/client.js';
import { useDesk, useServices } from '../context.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { editsKnowledge } from '../lib/roles.js';
import { Button, IconButton } from '../ui/button.js';
import { Failure, Skeleton } from '../ui/states.js';
import { useToasts } from '../ui/toast.js';

export function ArticleEditor({ id, back = false }: { id: string; back?: boolean }) {
  const words = useWords();
  const { api } = useServices();
  const [, navigate] = useLocation();
  const article = useQuery({ queryKey: ['article', id], queryFn: ({ signal }) => api.article(id, signal) });
  return (
    <section className="pane article" aria-label={article.data?.title ?? words.text('nav.knowledge')}>
      {back && (
        <header className="case-head">
          <IconButton icon={ArrowLeft} label={words.text('action.back')} onClick={() => navigate('/knowledge')} />
        </header>
      )}
      {article.data !== undefined ? (
        <Form article={article.data} reload={() => void article.refetch()} />
      ) : article.isError ? (
        <Failure title={words.text('knowledge.failed')} error={article.error} retry={() => void article.refetch()} />
      ) : (
        <Skeleton rows={8} kind="text" />
      )}
    </section>
  );
}

interface Fields {
  title: string;
  /** One wording per line. */
  questions: string;
  body: string;
}

function fieldsOf(article: Article): Fields {
  return { title: article.title, questions: article.questions.join('\n'), body: article.body };
}

function Form({ article, reload }: { article: Article; reload: () => void }) {
  const words = useWords();
  const toasts = useToasts();
  const { api } = useServices();
  const queries = useQueryClient();
  const mayEdit = useDesk((state) => editsKnowledge(state.me.role)) && article.status !== 'archived';
  // The state one edits from; it changes only when one saves or takes the other's version, never under one's hands.
  const [base, setBase] = useState(article);
  const [fields, setFields] = useState(() => fieldsOf(article));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const conflict = error?.code === 'VERSION_CONFLICT';
  const original = fieldsOf(base);
  const changed = (Object.keys(original) as (keyof Fields)[]).some((name) => fields[name] !== original[name]);
  const newerThere = article.version > base.version;

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const questions = fields.questions.split('\n').map((line) => line.trim());
    setBusy(true);
    setError(undefined);
    api
      .changeArticle(base, {
        title: fields.title.trim(),
        questions: questions.filter((line) => line !== ''),
        body: fields.body,
      })
      .then(
        (saved) => {
          setBase(saved);
          setFields(fieldsOf(saved));
          queries.setQueryData(['article', base.id], saved);
          void queries.invalidateQueries({ queryKey: ['articles'] });
          toasts.say(words.text('knowledge.saved', { version: saved.version }));
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
          if (failure.code === 'VERSION_CONFLICT') reload();
        },
      )
      .finally(() => setBusy(false));
  };

  const takeTheirs = (): void => {
    setBase(article);
    setFields(fieldsOf(article));
    setError(undefined);
  };
  const keepMine = (): void => {
    setBase(article);
    setError(undefined);
  };

  return (
    <form className="article-form" onSubmit={submit}>
      <p className="article-facts">{words.text('knowledge.facts', { key: base.key, version: base.version })}</p>
      {conflict && (
        <div className="banner banner-warning" role="alert" data-testid="conflict">
          <p>{words.text('knowledge.conflict', { theirs: article.version, yours: base.version })}</p>
          {newerThere && (
            <details>
              <summary>{words.text('knowledge.theirs')}</summary>
              <p>
                <strong>{article.title}</strong>
              </p>
              <p className="words">{article.body}</p>
            </details>
          )}
          <div className="banner-actions">
            <Button onClick={takeTheirs} disabled={!newerThere}>
              {words.text('knowledge.takeTheirs')}
            </Button>
            <Button onClick={keepMine} disabled={!newerThere}>
              {words.text('knowledge.keepMine')}
            </Button>
          </div>
        </div>
      )}
      {error !== undefined && !conflict && (
        <p className="banner banner-danger" role="alert">
          {sentenceOf(error, words)}
        </p>
      )}
      <label className="field">
        <span>{words.text('knowledge.title')}</span>
        <input
          required
          maxLength={300}
          readOnly={!mayEdit}
          value={fields.title}
          data-testid="article-title"
          onChange={(event) => setFields({ ...fields, title: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{words.text('knowledge.questions')}</span>
        <textarea
          rows={6}
          readOnly={!mayEdit}
          value={fields.questions}
          onChange={(event) => setFields({ ...fields, questions: event.target.value })}
        />
      </label>
      <label className="field field-grow">
        <span>{words.text('knowledge.body')}</span>
        <textarea
          required
          maxLength={50_000}
          rows={14}
          readOnly={!mayEdit}
          value={fields.body}
          data-testid="article-body"
          onChange={(event) => setFields({ ...fields, body: event.target.value })}
        />
      </label>
      {!mayEdit && (
        <p className="tone-quiet">
          {words.text(article.status === 'archived' ? 'knowledge.archived' : 'knowledge.readOnly')}
        </p>
      )}
      <footer className="article-foot" hidden={!mayEdit}>
        <Button disabled={!changed || busy} onClick={() => setFields(original)}>
          {words.text('knowledge.revert')}
        </Button>
        <Button variant="primary" type="submit" busy={busy} disabled={!changed} data-testid="article-save">
          {words.text('knowledge.save')}
        </Button>
      </footer>
    </form>
  );
}

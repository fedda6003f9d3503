import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, Zap } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { WireCannedReply } from '#kernel';
import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { editsKnowledge } from '../lib/roles.js';
import { Button } from '../ui/button.js';
import { Empty } from '../ui/states.js';
import { useToasts } from '../ui/toast.js';
import { CannedDialog } from './canned-dialog.js';
import { AddButton, Page, Waiting } from './parts.js';
import { useSettingsApi } from './use-settings.js';

export function CannedPage() {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const mayShare = useDesk((state) => editsKnowledge(state.me.role));
  const found = useQuery({ queryKey: ['canned-settings'], queryFn: ({ signal }) => api.canned(signal) });
  const [typed, setTyped] = useState('');
  const [category, setCategory] = useState('');
  const [editing, setEditing] = useState<WireCannedReply | 'new'>();
  const [removing, setRemoving] = useState<string>();
  const all = useMemo(() => found.data?.replies ?? [], [found.data]);
  const categories = useMemo(
    () => [...new Set(all.flatMap((reply) => reply.category ?? []))].sort((a, b) => a.localeCompare(b, words.locale)),
    [all, words.locale],
  );
  if (found.data === undefined) return <Waiting failure={found.error} retry={() => void found.refetch()} />;
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = all.filter(
    (reply) =>
      (category === '' || reply.category === category) &&
      [reply.shortcut, ...Object.values(reply.title), ...Object.values(reply.text)]
        .join(' ')
        .toLocaleLowerCase()
        .includes(wanted),
  );

  const changed = (): void => {
    void queries.invalidateQueries({ queryKey: ['canned-settings'] });
    // The composer's own list.
    void queries.invalidateQueries({ queryKey: ['canned'] });
  };
  const remove = (reply: WireCannedReply): void => {
    const before = found.data;
    queries.setQueryData(['canned-settings'], { ...before, replies: all.filter(({ id }) => id !== reply.id) });
    setRemoving(undefined);
    api
      .removeCanned(reply.id)
      .catch((failure: unknown) => {
        queries.setQueryData(['canned-settings'], before);
        toasts.fail(failure);
      })
      .finally(changed);
  };

  return (
    <Page title={words.text('settings.replies')} intro={words.text('canned.intro')}>
      <div className="settings-tools">
        <label className="search">
          <Search size={15} aria-hidden />
          <span className="visually-hidden">{words.text('canned.search')}</span>
          <input
            type="search"
            value={typed}
            placeholder={words.text('canned.search')}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        {categories.length > 0 && (
          <select
            value={category}
            aria-label={words.text('canned.category')}
            onChange={({ target }) => setCategory(target.value)}
          >
            <option value="">{words.text('canned.allCategories')}</option>
            {categories.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
        <AddButton label={words.text('canned.add')} onClick={() => setEditing('new')} testId="canned-add" />
      </div>
      {shown.length === 0 ? (
        <Empty
          icon={Zap}
          title={words.text(all.length === 0 ? 'canned.none' : 'empty.found')}
          hint={words.text(all.length === 0 ? 'canned.noneHint' : 'empty.foundHint')}
        />
      ) : (
        <ul className="rows" data-testid="canned-list">
          {shown.map((reply) => {
            const mine = reply.scope === 'personal' || mayShare;
            return (
              <li key={reply.id} className="setting-row" data-testid="canned-row" data-shortcut-name={reply.shortcut}>
                <span className="row-main">
                  <strong>
                    <code>/{reply.shortcut}</code> {reply.title[words.locale] ?? Object.values(reply.title)[0]}
                  </strong>
                  <small className="tone-quiet clip">{reply.text[words.locale] ?? Object.values(reply.text)[0]}</small>
                </span>
                <span className="row-facts">
                  {reply.category !== undefined && <span className="tag">{reply.category}</span>}
                  {reply.scope === 'personal' && <span className="tag">{words.text('canned.personal')}</span>}
                  <small className="tone-quiet">{words.count('canned.uses', reply.uses)}</small>
                </span>
                {mine && (
                  <span className="row-actions">
                    {removing === reply.id ? (
                      <>
                        <Button variant="danger" onClick={() => remove(reply)}>
                          {words.text('settings.delete')}
                        </Button>
                        <Button onClick={() => setRemoving(undefined)}>{words.text('action.cancel')}</Button>
                      </>
                    ) : (
                      <>
                        <Button onClick={() => setEditing(reply)}>{words.text('settings.edit')}</Button>
                        <Button variant="quiet" onClick={() => setRemoving(reply.id)}>
                          {words.text('settings.delete')}
                        </Button>
                      </>
                    )}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {editing !== undefined && (
        <CannedDialog
          reply={editing === 'new' ? undefined : editing}
          variables={found.data.variables}
          categories={categories}
          mayShare={mayShare}
          close={() => setEditing(undefined)}
          saved={changed}
        />
      )}
    </Page>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, Users } from 'lucide-react';
import { useState } from 'react';
import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Empty } from '../ui/states.js';
import { useToasts } from '../ui/toast.js';
import { AccountDialog, PasswordDialog } from './account-dialog.js';
import { Avatar } from './avatar.js';
import { AddButton, Page, Waiting } from './parts.js';
import type { Account } from './types.js';
import { useSettingsApi } from './use-settings.js';

export function TeamPage() {
  const words = useWords();
  const api = useSettingsApi();
  const found = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => api.accounts(signal) });
  const [typed, setTyped] = useState('');
  const [editing, setEditing] = useState<Account | 'new'>();
  const [password, setPassword] = useState<{ name: string; password: string }>();
  const wanted = typed.trim().toLocaleLowerCase();
  const accounts = (found.data ?? []).filter(({ name, email }) =>
    `${name} ${email}`.toLocaleLowerCase().includes(wanted),
  );
  if (found.data === undefined) return <Waiting failure={found.error} retry={() => void found.refetch()} />;
  return (
    <Page title={words.text('settings.team')} intro={words.text('team.intro')}>
      <div className="settings-tools">
        <label className="search">
          <Search size={15} aria-hidden />
          <span className="visually-hidden">{words.text('team.search')}</span>
          <input
            type="search"
            value={typed}
            placeholder={words.text('team.search')}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <AddButton label={words.text('team.add')} onClick={() => setEditing('new')} testId="agent-add" />
      </div>
      {accounts.length === 0 ? (
        <Empty icon={Users} title={words.text('empty.found')} hint={words.text('empty.foundHint')} />
      ) : (
        <ul className="rows" data-testid="agents">
          {accounts.map((account) => (
            <Row
              key={account.id}
              account={account}
              edit={() => setEditing(account)}
              show={(made) => setPassword({ name: account.name, password: made })}
            />
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <AccountDialog
          account={editing === 'new' ? undefined : (found.data.find(({ id }) => id === editing.id) ?? editing)}
          close={() => setEditing(undefined)}
          made={(name, fresh) => setPassword({ name, password: fresh })}
        />
      )}
      {password !== undefined && <PasswordDialog {...password} close={() => setPassword(undefined)} />}
    </Page>
  );
}

function Row({ account, edit, show }: { account: Account; edit: () => void; show: (password: string) => void }) {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const me = useDesk((state) => state.me.id);
  const [asking, setAsking] = useState(false);
  const closed = account.disabledAt !== null;

  /** Shown at once; put back with a word when the server refuses (the last administrator, for one). */
  const setClosed = (disabled: boolean): void => {
    const before = queries.getQueryData<Account[]>(['accounts']);
    const disabledAt = disabled ? new Date().toISOString() : null;
    queries.setQueryData<Account[]>(['accounts'], (all) =>
      all?.map((one) => (one.id === account.id ? { ...one, disabledAt, status: 'offline' } : one)),
    );
    setAsking(false);
    api
      .changeAccount(account.id, { disabled })
      .catch((failure: unknown) => {
        queries.setQueryData(['accounts'], before);
        toasts.fail(failure);
      })
      .finally(() => void queries.invalidateQueries({ queryKey: ['accounts'] }));
  };
  const reset = (): void => {
    api.newPassword(account.id).then(show, (failure: unknown) => toasts.fail(failure));
  };

  return (
    <li className="setting-row" data-testid="agent-row" data-email={account.email} data-closed={closed}>
      <Avatar person={account} />
      <span className="row-main">
        <strong>{account.name}</strong>
        <small className="tone-quiet clip">{account.email}</small>
      </span>
      <span className="row-facts">
        <span className="tag">{words.text(`role.${account.role}`)}</span>
        {account.skills.map((skill) => (
          <span key={skill} className="tag">
            {words.named('skill', skill)}
          </span>
        ))}
        {closed && <span className="tag tag-critical">{words.text('team.closed')}</span>}
        {account.passwordTemporary && <span className="tag tag-urgent">{words.text('team.temporary')}</span>}
      </span>
      <span className="row-actions">
        {asking ? (
          <>
            <small>{words.text('team.closeSure')}</small>
            <Button variant="danger" onClick={() => setClosed(true)} data-testid="agent-close-sure">
              {words.text('team.close')}
            </Button>
            <Button onClick={() => setAsking(false)}>{words.text('action.cancel')}</Button>
          </>
        ) : closed ? (
          <Button onClick={() => setClosed(false)}>{words.text('team.reopen')}</Button>
        ) : (
          <>
            <Button onClick={edit} data-testid="agent-edit">
              {words.text('settings.edit')}
            </Button>
            {account.id !== me && (
              <>
                <Button variant="quiet" onClick={reset}>
                  {words.text('team.resetPassword')}
                </Button>
                <Button variant="quiet" onClick={() => setAsking(true)} data-testid="agent-close">
                  {words.text('team.close')}
                </Button>
              </>
            )}
          </>
        )}
      </span>
    </li>
  );
}

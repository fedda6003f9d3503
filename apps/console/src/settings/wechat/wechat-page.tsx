import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MessageCircle } from 'lucide-react';
import { useState } from 'react';
import type { WeChatAccountCheck, WireWeChatAccount } from '#kernel';
import { exact } from '../../i18n/format.js';
import { useWords } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/states.js';
import { Ago } from '../../ui/text.js';
import { useToasts } from '../../ui/toast.js';
import { AddButton, Page, Waiting } from '../parts.js';
import { useSettingsApi } from '../use-settings.js';
import { callbackOf, problemIn, type WeChatFields } from './accounts.js';
import { Copied } from './copied.js';
import { MadeDialog } from './made-dialog.js';
import { WeChatDialog } from './wechat-dialog.js';

const KEY = ['wechat-accounts'];

/** The merchant's accounts at WeChat: what works, what does not and why, and how to connect another. */
export function WeChatPage() {
  const words = useWords();
  const api = useSettingsApi();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.wechatAccounts(signal) });
  const [editing, setEditing] = useState<WireWeChatAccount | 'new'>();
  const [made, setMade] = useState<{ account: WireWeChatAccount; fields: WeChatFields }>();
  if (found.data === undefined) return <Waiting failure={found.error} retry={() => void found.refetch()} />;
  const accounts = found.data;
  return (
    <Page title={words.text('settings.wechat')} intro={words.text('wechat.intro')}>
      <div className="settings-tools">
        <AddButton label={words.text('wechat.add')} onClick={() => setEditing('new')} testId="wechat-add" />
      </div>
      {accounts.length === 0 ? (
        <Empty icon={MessageCircle} title={words.text('wechat.none')} hint={words.text('wechat.noneHint')} />
      ) : (
        <ul className="rows" data-testid="wechat-accounts">
          {accounts.map((account) => (
            <Row key={account.id} account={account} edit={() => setEditing(account)} />
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <WeChatDialog
          account={editing === 'new' ? undefined : editing}
          close={() => setEditing(undefined)}
          saved={(account, fields) => {
            void queries.invalidateQueries({ queryKey: KEY });
            if (editing === 'new' || fields.token !== '' || fields.aesKey !== '') setMade({ account, fields });
          }}
          reload={() => void queries.invalidateQueries({ queryKey: KEY })}
        />
      )}
      {made !== undefined && (
        <MadeDialog
          {...made}
          close={() => {
            setMade(undefined);
            void queries.invalidateQueries({ queryKey: KEY });
          }}
        />
      )}
    </Page>
  );
}

function Row({ account, edit }: { account: WireWeChatAccount; edit: () => void }) {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<WeChatAccountCheck>();
  const ours = account.managedBy === 'desk';

  const test = (): void => {
    setBusy(true);
    setTried(undefined);
    api
      .tryWeChatAccount(account.id)
      .then(setTried, (failure: unknown) => toasts.fail(failure))
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: KEY });
      });
  };
  /** Gone from the list at once; back with a word when the server refuses. */
  const remove = (): void => {
    const before = queries.getQueryData<WireWeChatAccount[]>(KEY);
    queries.setQueryData<WireWeChatAccount[]>(KEY, (all) => all?.filter(({ id }) => id !== account.id));
    api
      .removeWeChatAccount(account.id)
      .catch((failure: unknown) => {
        queries.setQueryData(KEY, before);
        toasts.fail(failure);
      })
      .finally(() => void queries.invalidateQueries({ queryKey: KEY }));
  };

  return (
    <li
      className="setting-row wechat-row"
      data-testid="wechat-row"
      data-id={account.id}
      data-works={account.problem === undefined}
    >
      <span className="row-main">
        <strong>{account.name}</strong>
        <small className="tone-quiet">
          {words.text(`wechatKind.${account.kind}`)} · {account.id} · {account.appId}
        </small>
      </span>
      <span className="row-facts">
        <State account={account} />
        {account.sends === 'passive' && <span className="tag">{words.text('wechat.passive')}</span>}
        {!account.encrypted && <span className="tag tag-urgent">{words.text('wechat.plaintext')}</span>}
        {!ours && <span className="tag">{words.text('wechat.fromEnvironment')}</span>}
      </span>
      <span className="row-actions">
        {removing ? (
          <>
            <small>{words.text('wechat.removeSure')}</small>
            <Button variant="danger" onClick={remove} data-testid="wechat-remove-sure">
              {words.text('settings.delete')}
            </Button>
            <Button autoFocus onClick={() => setRemoving(false)}>
              {words.text('action.cancel')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={test} busy={busy} data-testid="wechat-test">
              {words.text('wechat.test')}
            </Button>
            {ours && (
              <>
                <Button onClick={edit} data-testid="wechat-edit">
                  {words.text('settings.edit')}
                </Button>
                <Button variant="quiet" onClick={() => setRemoving(true)} data-testid="wechat-remove">
                  {words.text('settings.delete')}
                </Button>
              </>
            )}
          </>
        )}
      </span>
      <div className="wechat-more">
        {account.problem !== undefined && (
          <p className="tone-danger" title={exact(account.problem.at, words.locale)}>
            {problemIn(account.problem.code, words)} <Ago at={account.problem.at} />
          </p>
        )}
        <p role="status" data-testid="wechat-tried" data-ok={tried?.ok}>
          {tried !== undefined && (
            <span className={tried.ok ? 'tone-good' : 'tone-danger'}>
              {tried.ok ? words.text('wechat.works') : problemIn(tried.code ?? 0, words)}
            </span>
          )}
        </p>
        <Copied label={words.text('wechat.callback')} value={callbackOf(window.location.origin, account.id)} />
      </div>
    </li>
  );
}

function State({ account }: { account: WireWeChatAccount }) {
  const words = useWords();
  return account.problem === undefined ? (
    <span className="tag tag-good">{words.text('wechat.stateWorks')}</span>
  ) : (
    <span className="tag tag-critical">{words.text('wechat.stateProblem')}</span>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import type { AgentRole } from '#kernel';
import { CallError } from '../api/client.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/dialog.js';
import { useToasts } from '../ui/toast.js';
import { Figure, WordList } from './parts.js';
import type { Account, AccountFields } from './types.js';
import { useSettingsApi } from './use-settings.js';

const ROLES: readonly AgentRole[] = ['agent', 'senior', 'supervisor', 'admin'];
const SKILLS = ['general', 'complaints', 'aftersales'] as const;

interface Props {
  /** Undefined: a new one. */
  account?: Account;
  close: () => void;
  made: (name: string, password: string) => void;
}

export function AccountDialog({ account, close, made }: Props) {
  const words = useWords();
  const api = useSettingsApi();
  const queries = useQueryClient();
  const stores = useQuery({ queryKey: ['stores'], queryFn: ({ signal }) => api.stores(signal), staleTime: 60_000 });
  // What one edits from: the account as it was when the dialog opened.
  const [base] = useState(account);
  const [fields, setFields] = useState<AccountFields>({
    email: base?.email ?? '',
    name: base?.name ?? '',
    role: base?.role ?? 'agent',
    skills: base?.skills ?? ['general'],
    stores: base?.stores ?? [],
    capacity: base?.capacity ?? 5,
  });
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const set = (part: Partial<AccountFields>): void => setFields((now) => ({ ...now, ...part }));
  const own = fields.skills.filter((skill) => !(SKILLS as readonly string[]).includes(skill));

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const work =
      base === undefined
        ? api.addAccount({ ...fields, ...(password === '' ? {} : { password }) })
        : api.changeAccount(base.id, { ...fields, version: base.version });
    work
      .then(
        (saved: Account & { password?: string }) => {
          close();
          if (saved.password !== undefined) made(saved.name, saved.password);
          void queries.invalidateQueries({ queryKey: ['accounts'] });
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
          if (failure.code === 'VERSION_CONFLICT') void queries.invalidateQueries({ queryKey: ['accounts'] });
        },
      )
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      open
      onOpenChange={(open) => !open && close()}
      title={base === undefined ? words.text('team.add') : words.text('team.edit', { name: base.name })}
    >
      <form onSubmit={submit} className="dialog-fields">
        <label className="field">
          <span>{words.text('profile.name')}</span>
          <input
            required
            maxLength={80}
            value={fields.name}
            data-testid="agent-name"
            onChange={({ target }) => set({ name: target.value })}
          />
        </label>
        <label className="field">
          <span>{words.text('team.email')}</span>
          <input
            type="email"
            required
            maxLength={254}
            value={fields.email}
            data-testid="agent-email"
            onChange={({ target }) => set({ email: target.value })}
          />
        </label>
        <label className="field">
          <span>{words.text('team.role')}</span>
          <select
            value={fields.role}
            data-testid="agent-role"
            onChange={({ target }) => set({ role: ROLES.find((role) => role === target.value) ?? 'agent' })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words.text(`role.${role}`)}
              </option>
            ))}
          </select>
          <small className="tone-quiet">{words.text(`roleHint.${fields.role}`)}</small>
        </label>
        <fieldset className="choices">
          <legend>{words.text('team.skills')}</legend>
          {SKILLS.map((skill) => (
            <label key={skill} className="check">
              <input
                type="checkbox"
                checked={fields.skills.includes(skill)}
                onChange={({ target }) =>
                  set({
                    skills: target.checked ? [...fields.skills, skill] : fields.skills.filter((one) => one !== skill),
                  })
                }
              />
              {words.named('skill', skill)}
            </label>
          ))}
        </fieldset>
        <WordList
          label={words.text('team.ownSkills')}
          placeholder={words.text('team.ownSkillsHint')}
          words={own}
          max={17}
          set={(skills) => set({ skills: [...fields.skills.filter((skill) => !own.includes(skill)), ...skills] })}
        />
        {(stores.data ?? []).length > 0 && (
          <fieldset className="choices choices-scroll">
            <legend>{words.text('team.stores')}</legend>
            {(stores.data ?? []).map((store) => (
              <label key={store.id} className="check">
                <input
                  type="checkbox"
                  checked={fields.stores.includes(store.id)}
                  onChange={({ target }) =>
                    set({
                      stores: target.checked
                        ? [...fields.stores, store.id]
                        : fields.stores.filter((one) => one !== store.id),
                    })
                  }
                />
                {store.name[words.locale] ?? store.name['zh-CN'] ?? store.id}
              </label>
            ))}
          </fieldset>
        )}
        <Figure
          label={words.text('profile.capacity')}
          value={fields.capacity}
          min={1}
          max={50}
          set={(capacity) => set({ capacity })}
        />
        {base === undefined && (
          <label className="field">
            <span>{words.text('team.password')}</span>
            <input
              value={password}
              minLength={8}
              maxLength={256}
              autoComplete="off"
              data-testid="agent-password"
              placeholder={words.text('team.passwordMade')}
              onChange={({ target }) => setPassword(target.value)}
            />
          </label>
        )}
        {error !== undefined && (
          <p className="banner banner-danger" role="alert">
            {sentenceOf(error, words)}
          </p>
        )}
        <footer className="dialog-foot">
          <Button onClick={close}>{words.text('action.cancel')}</Button>
          <Button variant="primary" type="submit" busy={busy} data-testid="agent-save">
            {words.text('settings.save')}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

/** A password that was made: shown this once. */
export function PasswordDialog({ name, password, close }: { name: string; password: string; close: () => void }) {
  const words = useWords();
  const toasts = useToasts();
  const copy = (): void => {
    navigator.clipboard.writeText(password).then(
      () => toasts.say(words.text('settings.copied')),
      () => toasts.say(words.text('settings.copyFailed')),
    );
  };
  return (
    <Modal
      open
      onOpenChange={(open) => !open && close()}
      title={words.text('team.passwordOf', { name })}
      description={words.text('team.passwordOnce')}
    >
      <p className="one-time">
        <code data-testid="one-time-password">{password}</code>
        <Button icon={Copy} onClick={copy}>
          {words.text('settings.copy')}
        </Button>
      </p>
      <footer className="dialog-foot">
        <Button variant="primary" onClick={close}>
          {words.text('team.passwordNoted')}
        </Button>
      </footer>
    </Modal>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { AGENT_COLOURS, LOCALES, type WireAgent } from '#kernel';
import { CallError } from '../api/client.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { preferences } from '../lib/preferences.js';
import { Button } from '../ui/button.js';
import { Ago } from '../ui/text.js';
import { useToasts } from '../ui/toast.js';
import { Avatar } from './avatar.js';
import { Figure, Page, Part, Waiting } from './parts.js';
import type { Profile, SignIn } from './types.js';
import { useSettingsApi } from './use-settings.js';

export function ProfilePage() {
  const words = useWords();
  const api = useSettingsApi();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => api.me(signal) });
  if (me.data === undefined) return <Waiting failure={me.error} retry={() => void me.refetch()} />;
  return (
    <Page title={words.text('settings.profile')} intro={words.text('profile.intro', { email: me.data.email })}>
      {me.data.passwordTemporary && (
        <p className="banner banner-warning" role="status">
          {words.text('profile.temporary')}
        </p>
      )}
      <Person me={me.data} />
      <Password />
      <SignIns />
    </Page>
  );
}

/** Each field is saved as it is left or chosen: shown at once, taken back with a word when the server refuses. */
function Person({ me }: { me: WireAgent }) {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const [name, setName] = useState(me.name);
  const change = (part: Profile): void => {
    const before = me;
    const { locale = me.locale, colour = me.colour, ...rest } = part;
    queries.setQueryData(['me'], { ...me, ...rest, locale: locale ?? undefined, colour: colour ?? undefined });
    api.changeMe(part).then(
      (saved) => {
        queries.setQueryData(['me'], saved);
        void queries.invalidateQueries({ queryKey: ['colleagues'] });
        if (part.locale) preferences.set({ locale: part.locale });
        toasts.say(words.text('settings.saved'));
      },
      (failure: unknown) => {
        queries.setQueryData(['me'], before);
        setName(before.name);
        toasts.fail(failure);
      },
    );
  };
  return (
    <Part title={words.text('profile.person')}>
      <div className="profile-row">
        <Avatar person={{ ...me, name }} size="large" />
        <label className="field field-wide">
          <span>{words.text('profile.name')}</span>
          <input
            value={name}
            maxLength={80}
            data-testid="profile-name"
            onChange={({ target }) => setName(target.value)}
            onBlur={() => {
              if (name.trim() === '') setName(me.name);
              else if (name.trim() !== me.name) change({ name: name.trim() });
            }}
          />
        </label>
      </div>
      <fieldset className="colours">
        <legend>{words.text('profile.colour')}</legend>
        {AGENT_COLOURS.map((colour) => (
          <label key={colour} className={`colour avatar-${colour}`} title={words.text(`colour.${colour}`)}>
            <input
              type="radio"
              name="colour"
              checked={me.colour === colour}
              aria-label={words.text(`colour.${colour}`)}
              onChange={() => change({ colour })}
            />
          </label>
        ))}
      </fieldset>
      <div className="settings-columns">
        <label className="field">
          <span>{words.text('profile.language')}</span>
          <select
            value={me.locale ?? ''}
            data-testid="profile-language"
            onChange={({ target }) => change({ locale: LOCALES.find((one) => one === target.value) ?? null })}
          >
            <option value="">{words.text('profile.browserLanguage')}</option>
            <option value="zh-CN">{words.text('language.zh')}</option>
            <option value="en">{words.text('language.en')}</option>
          </select>
        </label>
        <Figure
          label={words.text('profile.capacity')}
          hint={words.text('profile.capacityHint')}
          value={me.capacity ?? 5}
          min={1}
          max={50}
          set={(capacity) => change({ capacity })}
        />
      </div>
    </Part>
  );
}

function Password() {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    api
      .changePassword(current, fresh)
      .then(
        () => {
          setCurrent('');
          setFresh('');
          toasts.say(words.text('profile.passwordChanged'));
          void queries.invalidateQueries({ queryKey: ['me'] });
          void queries.invalidateQueries({ queryKey: ['sign-ins'] });
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <Part title={words.text('profile.password')} hint={words.text('profile.passwordHint')}>
      <form onSubmit={submit} className="settings-columns">
        <label className="field">
          <span>{words.text('profile.currentPassword')}</span>
          <input
            type="password"
            required
            autoComplete="current-password"
            value={current}
            data-testid="password-current"
            onChange={({ target }) => setCurrent(target.value)}
          />
        </label>
        <label className="field">
          <span>{words.text('profile.newPassword')}</span>
          <input
            type="password"
            required
            minLength={10}
            autoComplete="new-password"
            value={fresh}
            data-testid="password-new"
            onChange={({ target }) => setFresh(target.value)}
          />
        </label>
        {error !== undefined && (
          <p className="banner banner-danger settings-all" role="alert">
            {sentenceOf(error, words)}
          </p>
        )}
        <Button type="submit" busy={busy} data-testid="password-save">
          {words.text('profile.changePassword')}
        </Button>
      </form>
    </Part>
  );
}

function SignIns() {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['sign-ins'], queryFn: ({ signal }) => api.signIns(signal) });
  const end = (left: (one: SignIn) => boolean, work: Promise<void>): void => {
    queries.setQueryData<SignIn[]>(['sign-ins'], (all) => all?.filter(left));
    work
      .catch((failure: unknown) => toasts.fail(failure))
      .finally(() => void queries.invalidateQueries({ queryKey: ['sign-ins'] }));
  };
  const signIns = found.data ?? [];
  return (
    <Part title={words.text('profile.signIns')} hint={words.text('profile.signInsHint')}>
      {found.data === undefined ? (
        <Waiting failure={found.error} retry={() => void found.refetch()} />
      ) : (
        <ul className="rows">
          {signIns.map((one) => (
            <li key={one.id} className="setting-row">
              <span className="row-main">
                <strong>{one.device ?? words.text('profile.unknownDevice')}</strong>
                <small className="tone-quiet">
                  {one.present ? words.text('profile.here') : <Ago at={one.lastUsedAt} />}
                </small>
              </span>
              {!one.present && (
                <Button onClick={() => end((other) => other.id !== one.id, api.endSignIn(one.id))}>
                  {words.text('profile.signOutThere')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {signIns.length > 1 && (
        <Button data-testid="end-others" onClick={() => end((one) => one.present, api.endOtherSignIns())}>
          {words.text('profile.signOutElsewhere')}
        </Button>
      )}
    </Part>
  );
}

import { Languages } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { preferences } from '../lib/preferences.js';
import { Button } from '../ui/button.js';
import { Mark } from '../ui/mark.js';
import type { Session } from './session.js';

export function SignIn({ session, ended }: { session: Session; ended: boolean }) {
  const words = useWords();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    session
      .signIn(email.trim(), password)
      .then(({ locale }) => {
        if (locale) preferences.set({ locale });
      })
      .catch((failure: unknown) => setError(failure))
      .finally(() => setBusy(false));
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <div className="sign-in-head">
          <Mark size={36} />
          <div>
            <h1>{words.text('app.name')}</h1>
            <p>{words.text('signIn.title')}</p>
          </div>
        </div>
        {ended && error === undefined && <p className="banner banner-info">{words.text('signIn.ended')}</p>}
        {error !== undefined && (
          <p className="banner banner-danger" role="alert" id="sign-in-error">
            {sentenceOf(error, words)}
          </p>
        )}
        <label className="field">
          <span>{words.text('signIn.email')}</span>
          <input
            data-testid="email"
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            aria-describedby={error === undefined ? undefined : 'sign-in-error'}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{words.text('signIn.password')}</span>
          <input
            data-testid="password"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            aria-describedby={error === undefined ? undefined : 'sign-in-error'}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button variant="primary" type="submit" busy={busy} data-testid="sign-in" className="button-wide">
          {words.text(busy ? 'signIn.busy' : 'signIn.submit')}
        </Button>
      </form>
      <Button
        variant="quiet"
        icon={Languages}
        onClick={() => preferences.set({ locale: words.locale === 'en' ? 'zh-CN' : 'en' })}
      >
        {words.text('language.other')}
      </Button>
    </main>
  );
}

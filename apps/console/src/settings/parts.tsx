import { Plus, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { LOCALES, type LocalisedText } from '#kernel';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { Button, IconButton } from '../ui/button.js';
import { Failure, Skeleton } from '../ui/states.js';
import type { GroupForm } from './use-settings.js';

/** A page of the settings: what it is about, its sections, and what is done with all of it. */
export function Page(props: { title: string; intro: string; children: ReactNode; foot?: ReactNode }) {
  return (
    <div className="settings-page">
      <header className="settings-head">
        <h2>{props.title}</h2>
        <p className="tone-quiet">{props.intro}</p>
      </header>
      {props.children}
      {props.foot}
    </div>
  );
}

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="settings-part" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {hint !== undefined && <p className="tone-quiet settings-hint">{hint}</p>}
      {children}
    </section>
  );
}

/** While a page's values come, or could not be had. */
export function Waiting({ failure, retry }: { failure: unknown; retry: () => void }) {
  const words = useWords();
  if (failure) return <Failure title={words.text('settings.failed')} error={failure} retry={retry} />;
  return <Skeleton rows={8} kind="text" />;
}

/** Save, revert, back to what is shipped; and what to do when somebody else was quicker. */
export function SaveBar<T>({ form }: { form: GroupForm<T> }) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <footer className="save-bar">
      {form.conflict && (
        <div className="banner banner-warning" role="alert" data-testid="conflict">
          <p>{words.text('settings.conflict')}</p>
          <div className="banner-actions">
            <Button onClick={form.takeTheirs} disabled={form.theirs === undefined}>
              {words.text('settings.takeTheirs')}
            </Button>
            <Button onClick={form.keepMine} disabled={form.theirs === undefined}>
              {words.text('settings.keepMine')}
            </Button>
          </div>
        </div>
      )}
      {form.error !== undefined && !form.conflict && (
        <p className="banner banner-danger" role="alert" data-testid="settings-error">
          {sentenceOf(form.error, words)}
        </p>
      )}
      <div className="save-bar-row">
        {asking ? (
          <>
            <span>{words.text('settings.resetSure')}</span>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false);
                form.reset();
              }}
            >
              {words.text('settings.reset')}
            </Button>
            <Button onClick={() => setAsking(false)}>{words.text('action.cancel')}</Button>
          </>
        ) : (
          <Button variant="quiet" disabled={form.busy || form.version === 0} onClick={() => setAsking(true)}>
            {words.text('settings.reset')}
          </Button>
        )}
        <span className="tone-quiet push-right" role="status">
          {form.saved ? words.text('settings.saved') : form.changed ? words.text('settings.unsaved') : ''}
        </span>
        <Button disabled={!form.changed || form.busy} onClick={form.revert}>
          {words.text('settings.revert')}
        </Button>
        <Button
          variant="primary"
          busy={form.busy}
          disabled={!form.changed || form.conflict}
          data-testid="settings-save"
          onClick={form.save}
        >
          {words.text('settings.save')}
        </Button>
      </div>
    </footer>
  );
}

export function Toggle(props: {
  label: string;
  hint?: string;
  on: boolean;
  set: (on: boolean) => void;
  disabled?: boolean;
  testId?: string;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.on}
      className="toggle"
      disabled={props.disabled}
      data-testid={props.testId}
      onClick={() => props.set(!props.on)}
    >
      <span className="toggle-label">
        {props.label}
        {props.hint !== undefined && <small>{props.hint}</small>}
      </span>
      <span className="switch" data-on={props.on} aria-hidden />
    </button>
  );
}

/** A figure with its meaning; empty and wrong entries are not passed on, and shown as they are until one leaves the field. */
export function Figure(props: {
  label: string;
  hint?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  set: (value: number) => void;
  testId?: string;
}) {
  const [typed, setTyped] = useState<string>();
  const id = useId();
  return (
    <label className="field number-field">
      <span>{props.label}</span>
      <input
        type="number"
        inputMode="decimal"
        min={props.min}
        max={props.max}
        step={props.step ?? 1}
        value={typed ?? String(props.value)}
        aria-describedby={props.hint === undefined ? undefined : id}
        data-testid={props.testId}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value !== '' && target.validity.valid) props.set(Number(target.value));
        }}
        onBlur={() => setTyped(undefined)}
      />
      {props.hint !== undefined && (
        <small id={id} className="tone-quiet">
          {props.hint}
        </small>
      )}
    </label>
  );
}

/** Words one after another: Enter, a comma or leaving the field adds, Backspace in the empty field takes the last away. */
export function WordList(props: {
  label: string;
  words: readonly string[];
  set: (words: string[]) => void;
  placeholder?: string;
  max?: number;
  testId?: string;
}) {
  const words = useWords();
  const [typed, setTyped] = useState('');
  const id = useId();
  const add = (text: string): void => {
    const fresh = text.split(/[,，、\n]/).map((word) => word.trim());
    setTyped('');
    const all = [...new Set([...props.words, ...fresh.filter((word) => word !== '')])].slice(0, props.max ?? 500);
    if (all.length > props.words.length) props.set(all);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' || event.key === ',' || event.key === '，') {
      event.preventDefault();
      add(typed);
    } else if (event.key === 'Backspace' && typed === '') props.set(props.words.slice(0, -1));
  };
  return (
    <div className="field">
      <span id={id}>{props.label}</span>
      <div className="word-list">
        {props.words.map((word) => (
          <span key={word} className="word">
            {word}
            <button
              type="button"
              aria-label={words.text('settings.removeWord', { word })}
              onClick={() => props.set(props.words.filter((other) => other !== word))}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          value={typed}
          aria-labelledby={id}
          maxLength={80}
          placeholder={props.placeholder ?? words.text('settings.addWord')}
          data-testid={props.testId}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => add(typed)}
        />
      </div>
    </div>
  );
}

/** One text per language; an emptied one is no text. */
export function BothLanguages(props: {
  label: string;
  hint?: string;
  text: LocalisedText;
  set: (text: LocalisedText) => void;
  rows?: number;
  max: number;
  placeholder?: (locale: (typeof LOCALES)[number]) => string;
  testId?: string;
}) {
  const words = useWords();
  return (
    <fieldset className="both-languages">
      <legend>{props.label}</legend>
      {props.hint !== undefined && <small className="tone-quiet">{props.hint}</small>}
      {LOCALES.map((locale) => {
        const field = {
          lang: locale,
          value: props.text[locale] ?? '',
          maxLength: props.max,
          placeholder: props.placeholder?.(locale),
          'data-testid': props.testId === undefined ? undefined : `${props.testId}-${locale}`,
          onChange: ({ target }: { target: { value: string } }): void => {
            const { [locale]: _old, ...others } = props.text;
            props.set(target.value === '' ? others : { ...props.text, [locale]: target.value });
          },
        };
        return (
          <label key={locale} className="field">
            <span>{words.text(locale === 'en' ? 'language.en' : 'language.zh')}</span>
            {(props.rows ?? 1) > 1 ? <textarea rows={props.rows} {...field} /> : <input {...field} />}
          </label>
        );
      })}
    </fieldset>
  );
}

export function AddButton({ label, onClick, testId }: { label: string; onClick: () => void; testId?: string }) {
  return (
    <Button icon={Plus} onClick={onClick} data-testid={testId} className="add-button">
      {label}
    </Button>
  );
}

export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return <IconButton icon={X} label={label} onClick={onClick} />;
}

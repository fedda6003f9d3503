import { useState, type SubmitEvent } from 'react';
import {
  LOCALES,
  fillCannedReply,
  unknownVariables,
  type CannedVariable,
  type LocalisedText,
  type WireCannedReply,
} from '#kernel';
import { CallError } from '../api/client.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/dialog.js';
import { BothLanguages } from './parts.js';
import type { CannedContent } from './types.js';
import { useSettingsApi } from './use-settings.js';

interface Props {
  /** Undefined: a new one. */
  reply?: WireCannedReply;
  variables: readonly CannedVariable[];
  categories: readonly string[];
  mayShare: boolean;
  close: () => void;
  saved: () => void;
}

export function CannedDialog({ reply, variables, categories, mayShare, close, saved }: Props) {
  const words = useWords();
  const api = useSettingsApi();
  const [content, setContent] = useState<CannedContent>({
    scope: reply?.scope ?? (mayShare ? 'shared' : 'personal'),
    shortcut: reply?.shortcut ?? '',
    title: reply?.title ?? {},
    text: reply?.text ?? {},
    ...(reply?.category === undefined ? {} : { category: reply.category }),
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError>();
  const set = (part: Partial<CannedContent>): void => setContent((now) => ({ ...now, ...part }));
  const unknown = LOCALES.flatMap((locale) => unknownVariables(content.text[locale] ?? ''));
  const shown: LocalisedText = content.text;
  const sample = shown[words.locale] ?? Object.values(shown)[0] ?? '';

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const { category, ...rest } = content;
    api
      .saveCanned({ ...rest, ...(category?.trim() ? { category: category.trim() } : {}) }, reply)
      .then(
        () => {
          close();
          saved();
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
          if (failure.code === 'VERSION_CONFLICT') saved();
        },
      )
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      open
      onOpenChange={(open) => !open && close()}
      title={words.text(reply === undefined ? 'canned.add' : 'canned.edit')}
    >
      <form onSubmit={submit} className="dialog-fields">
        {mayShare && (
          <fieldset className="choices choices-row">
            <legend>{words.text('canned.scope')}</legend>
            {(['shared', 'personal'] as const).map((scope) => (
              <label key={scope} className="check">
                <input type="radio" name="scope" checked={content.scope === scope} onChange={() => set({ scope })} />
                {words.text(`canned.${scope}`)}
              </label>
            ))}
          </fieldset>
        )}
        <label className="field">
          <span>{words.text('canned.shortcut')}</span>
          <input
            required
            maxLength={40}
            pattern="[\p{L}\p{N}_\-]+"
            value={content.shortcut}
            placeholder={words.text('canned.shortcutHint')}
            data-testid="canned-shortcut"
            onChange={({ target }) => set({ shortcut: target.value })}
          />
        </label>
        <label className="field">
          <span>{words.text('canned.category')}</span>
          <input
            maxLength={40}
            list="canned-categories"
            value={content.category ?? ''}
            onChange={({ target }) => set({ category: target.value })}
          />
          <datalist id="canned-categories">
            {categories.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <BothLanguages
          label={words.text('canned.title')}
          text={content.title}
          max={80}
          set={(title) => set({ title })}
          testId="canned-title"
        />
        <BothLanguages
          label={words.text('canned.text')}
          hint={words.text('canned.variables', {
            names: variables.map((name) => `{{${name}}} ${words.named('variable', name)}`).join(' · '),
          })}
          text={content.text}
          rows={4}
          max={4_000}
          set={(text) => set({ text })}
          testId="canned-text"
        />
        {unknown.length > 0 && (
          <p className="banner banner-warning" role="status">
            {words.text('canned.unknown', { names: unknown.join(' ') })}
          </p>
        )}
        {sample !== '' && unknown.length === 0 && (
          <p className="canned-sample">
            <small className="tone-quiet">{words.text('canned.sample')}</small>
            {fillCannedReply(sample, {}, (name) => words.named('variable', name)).text}
          </p>
        )}
        {error !== undefined && (
          <p className="banner banner-danger" role="alert" data-testid="canned-error">
            {sentenceOf(error, words)}
          </p>
        )}
        <footer className="dialog-foot">
          <Button onClick={close}>{words.text('action.cancel')}</Button>
          <Button variant="primary" type="submit" busy={busy} data-testid="canned-save">
            {words.text('settings.save')}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

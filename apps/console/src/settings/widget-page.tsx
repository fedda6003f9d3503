import { Copy, Upload } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import { LOCALES } from '#kernel';
import { contrast, parseHex } from '#ui';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { useToasts } from '../ui/toast.js';
import { BothLanguages, Page, Part, SaveBar, Waiting, WordList } from './parts.js';
import { snippetOf, policyOf } from './snippet.js';
import type { Stored, WidgetSettings } from './types.js';
import { useGroup, useGroupForm, useSettingsApi } from './use-settings.js';
import { WidgetPreview } from './widget-preview.js';

export function WidgetPage() {
  const { loaded, failure, reload } = useGroup('widget');
  return loaded ? <Form loaded={loaded} /> : <Waiting failure={failure} retry={reload} />;
}

const DEFAULT_ACCENT = '#1f6f5c';
const MAX_LOGO_BYTES = 256 * 1024;

function Form({ loaded }: { loaded: Stored<WidgetSettings> }) {
  const words = useWords();
  const form = useGroupForm('widget', loaded);
  const { draft, change } = form;
  return (
    <Page title={words.text('settings.widget')} intro={words.text('widget.intro')} foot={<SaveBar form={form} />}>
      <div className="widget-settings">
        <div className="widget-fields">
          <Part title={words.text('widget.look')}>
            <label className="field">
              <span>{words.text('widget.name')}</span>
              <input
                value={draft.name ?? ''}
                maxLength={40}
                placeholder={words.text('widget.nameHint')}
                data-testid="widget-name"
                onChange={({ target }) => change({ name: target.value === '' ? null : target.value })}
              />
            </label>
            <Accent accent={draft.accent} set={(accent) => change({ accent })} />
            <Logo logoUrl={draft.logoUrl} set={(logoUrl) => change({ logoUrl })} />
            <div className="settings-columns">
              <label className="field">
                <span>{words.text('widget.position')}</span>
                <select
                  value={draft.position}
                  onChange={({ target }) => change({ position: target.value === 'left' ? 'left' : 'right' })}
                >
                  <option value="right">{words.text('widget.right')}</option>
                  <option value="left">{words.text('widget.left')}</option>
                </select>
              </label>
              <label className="field">
                <span>{words.text('widget.theme')}</span>
                <select
                  value={draft.theme}
                  onChange={({ target: { value } }) =>
                    change({ theme: value === 'light' || value === 'dark' ? value : 'system' })
                  }
                >
                  {(['system', 'light', 'dark'] as const).map((theme) => (
                    <option key={theme} value={theme}>
                      {words.text(`theme.${theme}`)}
                    </option>
                  ))}
                </select>
              </label>
            </div>
          </Part>
          <Part title={words.text('widget.greeting')}>
            <BothLanguages
              label={words.text('widget.greetingText')}
              text={draft.greeting}
              rows={2}
              max={300}
              set={(greeting) => change({ greeting })}
              testId="widget-greeting"
            />
          </Part>
          <Part title={words.text('widget.questions')}>
            <fieldset className="choices">
              <legend className="visually-hidden">{words.text('widget.questions')}</legend>
              {(['asked', 'fixed'] as const).map((mode) => (
                <label key={mode} className="check">
                  <input
                    type="radio"
                    name="questions"
                    checked={draft.questions.mode === mode}
                    onChange={() => change({ questions: { ...draft.questions, mode } })}
                  />
                  {words.text(`widget.${mode}`)}
                </label>
              ))}
            </fieldset>
            {draft.questions.mode === 'fixed' &&
              LOCALES.map((locale) => (
                <WordList
                  key={locale}
                  label={words.text(locale === 'en' ? 'language.en' : 'language.zh')}
                  words={draft.questions.fixed[locale] ?? []}
                  max={4}
                  placeholder={words.text('widget.addQuestion')}
                  set={(list) =>
                    change({ questions: { mode: 'fixed', fixed: { ...draft.questions.fixed, [locale]: list } } })
                  }
                />
              ))}
          </Part>
          <Snippet settings={draft} />
        </div>
        <WidgetPreview settings={draft} />
      </div>
    </Page>
  );
}

function Accent({ accent, set }: { accent: string | null; set: (accent: string | null) => void }) {
  const words = useWords();
  const [typed, setTyped] = useState<string>();
  const shown = accent ?? DEFAULT_ACCENT;
  const pale = Math.max(contrast(shown, '#ffffff'), 1) < 3;
  return (
    <div className="field">
      <span>{words.text('widget.accent')}</span>
      <div className="accent">
        <input
          type="color"
          value={shown}
          aria-label={words.text('widget.accentPick')}
          onChange={({ target }) => set(target.value)}
        />
        <input
          value={typed ?? accent ?? ''}
          placeholder={DEFAULT_ACCENT}
          maxLength={7}
          aria-label={words.text('widget.accent')}
          data-testid="widget-accent"
          onChange={({ target }) => {
            setTyped(target.value);
            if (target.value === '') set(null);
            else if (/^#[0-9a-f]{6}$/i.test(target.value) && parseHex(target.value) !== null) set(target.value);
          }}
          onBlur={() => setTyped(undefined)}
        />
      </div>
      {pale && <small className="tone-quiet">{words.text('widget.accentPale')}</small>}
    </div>
  );
}

function Logo({ logoUrl, set }: { logoUrl: string | null; set: (logoUrl: string | null) => void }) {
  const words = useWords();
  const api = useSettingsApi();
  const toasts = useToasts();
  const file = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const uploaded = logoUrl?.startsWith('/') === true;
  const upload = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const chosen = target.files?.[0];
    target.value = '';
    if (chosen === undefined) return;
    if (chosen.size > MAX_LOGO_BYTES) return toasts.say(words.text('widget.logoTooLarge'));
    setBusy(true);
    api
      .uploadLogo(chosen)
      .then(set, (failure: unknown) => toasts.fail(failure))
      .finally(() => setBusy(false));
  };
  return (
    <div className="field">
      <span>{words.text('widget.logo')}</span>
      <div className="logo">
        {logoUrl !== null && /^(?:https:\/\/|\/)/.test(logoUrl) && (
          <img src={logoUrl} alt={words.text('widget.logo')} width={36} height={36} />
        )}
        <input
          type="url"
          value={uploaded ? '' : (logoUrl ?? '')}
          placeholder={words.text(uploaded ? 'widget.logoUploaded' : 'widget.logoUrl')}
          aria-label={words.text('widget.logoUrl')}
          data-testid="widget-logo"
          onChange={({ target }) => set(target.value === '' ? null : target.value)}
        />
        <input
          ref={file}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp,image/gif"
          data-testid="widget-logo-file"
          onChange={upload}
        />
        <Button icon={Upload} busy={busy} onClick={() => file.current?.click()}>
          {words.text('widget.upload')}
        </Button>
        {logoUrl !== null && <Button onClick={() => set(null)}>{words.text('widget.noLogo')}</Button>}
      </div>
      <small className="tone-quiet">{words.text('widget.logoHint')}</small>
    </div>
  );
}

function Snippet({ settings }: { settings: WidgetSettings }) {
  const words = useWords();
  return (
    <Part title={words.text('widget.embed')} hint={words.text('widget.embedHint')}>
      <Code text={snippetOf(location.origin)} testId="snippet" />
      <p className="tone-quiet">{words.text('widget.policyHint')}</p>
      <Code text={policyOf(location.origin, settings.logoUrl)} testId="policy" />
    </Part>
  );
}

function Code({ text, testId }: { text: string; testId: string }) {
  const words = useWords();
  const toasts = useToasts();
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => toasts.say(words.text('settings.copied')),
      () => toasts.say(words.text('settings.copyFailed')),
    );
  };
  return (
    <div className="code">
      <pre tabIndex={0} data-testid={testId}>
        {text}
      </pre>
      <Button icon={Copy} onClick={copy}>
        {words.text('settings.copy')}
      </Button>
    </div>
  );
}

import { Monitor, Moon, Smartphone, Sun } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useWords } from '../i18n/i18n.js';
import { useSettled } from '../lib/hooks.js';
import { IconButton } from '../ui/button.js';
import type { WidgetSettings } from './types.js';

const SETTLED_MS = 500;

/** The real widget in a frame, wearing the look of the form, saved or not. */
export function WidgetPreview({ settings }: { settings: WidgetSettings }) {
  const words = useWords();
  const [phone, setPhone] = useState(false);
  const [chosen, setChosen] = useState<'light' | 'dark'>();
  const theme = chosen ?? (settings.theme === 'system' ? undefined : settings.theme);
  const wanted = useMemo(() => {
    const { name, accent, logoUrl, position, greeting, questions } = settings;
    const front = {
      look: { name, accent, logoUrl, position, theme: theme ?? null, greeting: greeting[words.locale] ?? null },
      questions: (questions.mode === 'fixed'
        ? (questions.fixed[words.locale] ?? [])
        : [words.text('widget.sample1'), words.text('widget.sample2'), words.text('widget.sample3')]
      ).map((title) => ({ title })),
      people: { open: true, etaSeconds: [60, 180] },
    };
    return encodeURIComponent(JSON.stringify({ front, locale: words.locale, theme }));
  }, [settings, theme, words]);
  const hash = useSettled(wanted, SETTLED_MS);
  return (
    <aside className="widget-preview" aria-label={words.text('widget.preview')}>
      <div className="settings-tools">
        <strong>{words.text('widget.preview')}</strong>
        <IconButton
          icon={Monitor}
          label={words.text('widget.asDesktop')}
          aria-pressed={!phone}
          className="push-right"
          onClick={() => setPhone(false)}
        />
        <IconButton
          icon={Smartphone}
          label={words.text('widget.asPhone')}
          aria-pressed={phone}
          onClick={() => setPhone(true)}
        />
        <IconButton
          icon={Sun}
          label={words.text('widget.asLight')}
          aria-pressed={theme === 'light'}
          onClick={() => setChosen('light')}
        />
        <IconButton
          icon={Moon}
          label={words.text('widget.asDark')}
          aria-pressed={theme === 'dark'}
          onClick={() => setChosen('dark')}
        />
      </div>
      {/* A new address alone would only change the hash of the page in the frame: the key makes it another frame. */}
      <iframe
        key={hash}
        src={`/console/preview/#${hash}`}
        title={words.text('widget.preview')}
        className={phone ? 'preview-phone' : 'preview-desktop'}
        data-testid="widget-preview"
      />
    </aside>
  );
}

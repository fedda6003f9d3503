import { useMemo } from 'react';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { AddButton, BothLanguages, Page, Part, RemoveButton, SaveBar, Toggle, Waiting } from './parts.js';
import { DAYS, type DeskSettings, type Span, type Stored } from './types.js';
import { useGroup, useGroupForm } from './use-settings.js';

export function HoursPage() {
  const { loaded, failure, reload } = useGroup('desk');
  return loaded ? <Form loaded={loaded} /> : <Waiting failure={failure} retry={reload} />;
}

const WORKDAYS = DAYS.slice(0, 5);
const NEW_SPAN: Span = { from: '09:00', to: '21:00' };

function Form({ loaded }: { loaded: Stored<DeskSettings> }) {
  const words = useWords();
  const form = useGroupForm('desk', loaded);
  const { hours, closedText } = form.draft;
  const set = (part: Partial<DeskSettings['hours']>): void => form.change({ hours: { ...hours, ...part } });
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Page title={words.text('settings.hours')} intro={words.text('hours.intro')} foot={<SaveBar form={form} />}>
      <Part title={words.text('hours.when')}>
        <Toggle
          label={words.text('hours.always')}
          hint={words.text('hours.alwaysHint')}
          on={hours.alwaysOpen}
          set={(alwaysOpen) => set({ alwaysOpen })}
          testId="hours-always"
        />
        <label className="field">
          <span>{words.text('hours.zone')}</span>
          <select value={hours.timeZone} onChange={({ target }) => set({ timeZone: target.value })}>
            {!zones.includes(hours.timeZone) && <option>{hours.timeZone}</option>}
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </label>
      </Part>
      <Part title={words.text('hours.weekly')}>
        <div className="week" aria-disabled={hours.alwaysOpen}>
          {DAYS.map((day) => (
            <div key={day} className="week-day" role="group" aria-label={words.text(`day.${day}`)}>
              <strong>{words.text(`day.${day}`)}</strong>
              <Spans
                spans={hours.weekly[day] ?? []}
                set={(spans) => set({ weekly: { ...hours.weekly, [day]: spans } })}
              />
            </div>
          ))}
        </div>
        <Button
          onClick={() =>
            set({
              weekly: {
                ...hours.weekly,
                ...Object.fromEntries(WORKDAYS.map((day) => [day, hours.weekly.mon ?? []])),
              },
            })
          }
        >
          {words.text('hours.copyMonday')}
        </Button>
      </Part>
      <Part title={words.text('hours.exceptions')} hint={words.text('hours.exceptionsHint')}>
        {hours.exceptions.map((exception, at) => {
          const put = (part: Partial<typeof exception>): void =>
            set({ exceptions: hours.exceptions.map((other, i) => (i === at ? { ...other, ...part } : other)) });
          return (
            <div key={at} className="exception" role="group" aria-label={exception.name ?? exception.date}>
              <input
                type="date"
                value={exception.date}
                aria-label={words.text('hours.date')}
                onChange={({ target }) => put({ date: target.value })}
              />
              <input
                value={exception.name ?? ''}
                maxLength={40}
                aria-label={words.text('hours.name')}
                placeholder={words.text('hours.name')}
                onChange={({ target }) => put({ name: target.value === '' ? undefined : target.value })}
              />
              <Spans spans={exception.spans} set={(spans) => put({ spans })} />
              <RemoveButton
                label={words.text('hours.removeDay')}
                onClick={() => set({ exceptions: hours.exceptions.filter((_, i) => i !== at) })}
              />
            </div>
          );
        })}
        <AddButton
          label={words.text('hours.addDay')}
          onClick={() => set({ exceptions: [...hours.exceptions, { date: today, spans: [] }] })}
        />
      </Part>
      <Part title={words.text('hours.closed')} hint={words.text('hours.closedHint')}>
        <BothLanguages
          label={words.text('hours.closedText')}
          text={closedText}
          rows={3}
          max={500}
          set={(text) => form.change({ closedText: text })}
          placeholder={() => words.text('hours.closedDefault')}
          testId="closed-text"
        />
      </Part>
    </Page>
  );
}

function Spans({ spans, set }: { spans: readonly Span[]; set: (spans: Span[]) => void }) {
  const words = useWords();
  const put = (at: number, part: Partial<Span>): void =>
    set(spans.map((span, i) => (i === at ? { ...span, ...part } : span)));
  return (
    <div className="spans">
      {spans.length === 0 && <span className="tone-quiet">{words.text('hours.dayOff')}</span>}
      {spans.map((span, at) => (
        <span key={at} className="span">
          <input
            type="time"
            value={span.from}
            required
            aria-label={words.text('hours.from')}
            onChange={({ target }) => target.value && put(at, { from: target.value })}
          />
          <span aria-hidden>–</span>
          <input
            type="time"
            value={span.to === '24:00' ? '00:00' : span.to}
            required
            aria-label={words.text('hours.to')}
            // Midnight ends the day; the field has no other way to say so.
            onChange={({ target }) =>
              target.value && put(at, { to: target.value === '00:00' ? '24:00' : target.value })
            }
          />
          <RemoveButton label={words.text('hours.removeSpan')} onClick={() => set(spans.filter((_, i) => i !== at))} />
        </span>
      ))}
      {spans.length < 6 && (
        <Button variant="quiet" onClick={() => set([...spans, NEW_SPAN])}>
          {words.text('hours.addSpan')}
        </Button>
      )}
    </div>
  );
}

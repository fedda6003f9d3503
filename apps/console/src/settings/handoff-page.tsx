import { LOCALES, SHIPPED_THRESHOLDS, TRIGGERS, WORD_KINDS, type HandoffSettings } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import type { MessageKey } from '../i18n/messages.js';
import { OwnRules } from './own-rules.js';
import { Figure, Page, Part, SaveBar, Toggle, Waiting, WordList } from './parts.js';
import { Replay } from './replay.js';
import { TryIt } from './try-it.js';
import type { Stored } from './types.js';
import { useGroup, useGroupForm } from './use-settings.js';

export function HandoffPage() {
  const { loaded, failure, reload } = useGroup('handoff');
  return loaded ? <Form loaded={loaded} /> : <Waiting failure={failure} retry={reload} />;
}

const SHARES = [
  'humanRequestScore',
  'complaintScore',
  'riskScore',
  'botFailureScore',
  'angerLevel',
  'urgentAnger',
] as const;

function Form({ loaded }: { loaded: Stored<HandoffSettings> }) {
  const words = useWords();
  const form = useGroupForm('handoff', loaded);
  const { draft, change } = form;
  return (
    <Page title={words.text('settings.handoff')} intro={words.text('handoff.intro')} foot={<SaveBar form={form} />}>
      <TryIt settings={draft} />
      <Part title={words.text('handoff.triggers')} hint={words.text('handoff.triggersHint')}>
        <div className="toggles">
          {TRIGGERS.map((trigger) => (
            <Toggle
              key={trigger}
              label={words.named('rule', trigger)}
              hint={words.text(`triggerHint.${trigger}`)}
              on={draft.triggers[trigger] !== false}
              set={(on) => change({ triggers: { ...draft.triggers, [trigger]: on } })}
              testId={`trigger-${trigger}`}
            />
          ))}
        </div>
        {draft.triggers.risk === false && (
          <p className="banner banner-warning" role="status">
            {words.text('handoff.riskOff')}
          </p>
        )}
      </Part>
      <Part title={words.text('handoff.words')} hint={words.text('handoff.wordsHint')}>
        {WORD_KINDS.map((kind) => (
          <div key={kind} className="settings-columns" role="group" aria-label={words.named('rule', kind)}>
            <h4 className="settings-all">{words.named('rule', kind)}</h4>
            {LOCALES.map((locale) => (
              <WordList
                key={locale}
                label={words.text(locale === 'en' ? 'language.en' : 'language.zh')}
                words={draft.words[kind]?.[locale] ?? []}
                set={(list) => change({ words: { ...draft.words, [kind]: { ...draft.words[kind], [locale]: list } } })}
                testId={`words-${kind}-${locale}`}
              />
            ))}
          </div>
        ))}
      </Part>
      <Part title={words.text('handoff.rules')} hint={words.text('handoff.rulesHint')}>
        <OwnRules rules={draft.rules} set={(rules) => change({ rules })} />
      </Part>
      <Part title={words.text('handoff.vip')} hint={words.text('handoff.vipHint')}>
        <WordList
          label={words.text('handoff.vipTiers')}
          words={draft.vipTiers}
          max={50}
          set={(vipTiers) => change({ vipTiers })}
        />
      </Part>
      <Part title={words.text('handoff.answering')} hint={words.text('handoff.answeringHint')}>
        <div className="settings-columns">
          <div className="or-shipped">
            <Toggle
              label={words.text('handoff.byCost')}
              hint={words.text('handoff.byCostHint')}
              on={draft.wrongAnswerCost !== null}
              set={(on) => change({ wrongAnswerCost: on ? 1 : null })}
            />
            {draft.wrongAnswerCost !== null && (
              <Figure
                label={words.text('handoff.wrongAnswerCost')}
                value={draft.wrongAnswerCost}
                min={0.1}
                max={100}
                step={0.1}
                set={(wrongAnswerCost) => change({ wrongAnswerCost })}
              />
            )}
          </div>
          {(['answerFrom', 'clarifyFrom'] as const).map((name) => (
            <div key={name} className="or-shipped">
              <Toggle
                label={words.text(`handoff.${name}`)}
                hint={words.text(sourceOf(name, draft))}
                on={draft[name] !== null}
                set={(on) => change({ [name]: on ? SHIPPED_THRESHOLDS[name] : null })}
              />
              {draft[name] !== null && (
                <Figure
                  label={words.text('handoff.certainty')}
                  value={draft[name]}
                  min={0}
                  max={1}
                  step={0.01}
                  set={(value) => change({ [name]: value })}
                />
              )}
            </div>
          ))}
        </div>
      </Part>
      <Part title={words.text('handoff.thresholds')} hint={words.text('handoff.thresholdsHint')}>
        <div className="settings-columns">
          {SHARES.map((name) => (
            <Figure
              key={name}
              label={words.text(`threshold.${name}`)}
              value={draft[name]}
              min={0}
              max={1}
              step={0.01}
              set={(value) => change({ [name]: value })}
              testId={`threshold-${name}`}
            />
          ))}
          <Figure
            label={words.text('threshold.missesInARow')}
            value={draft.missesInARow}
            min={1}
            max={20}
            set={(missesInARow) => change({ missesInARow })}
          />
          <Figure
            label={words.text('threshold.repeatWithinTurns')}
            value={draft.repeatWithinTurns}
            min={1}
            max={50}
            set={(repeatWithinTurns) => change({ repeatWithinTurns })}
          />
          <Figure
            label={words.text('threshold.repeatLikeness')}
            value={draft.repeatLikeness}
            min={0}
            max={1}
            step={0.01}
            set={(repeatLikeness) => change({ repeatLikeness })}
          />
          <Figure
            label={words.text('threshold.complexRequests')}
            value={draft.complexRequests}
            min={0}
            max={50}
            set={(complexRequests) => change({ complexRequests })}
          />
          <Figure
            label={words.text('threshold.trendTurns')}
            value={draft.trendTurns}
            min={2}
            max={20}
            set={(trendTurns) => change({ trendTurns })}
          />
          <Figure
            label={words.text('threshold.trendFloor')}
            value={draft.trendFloor}
            min={-1}
            max={1}
            step={0.01}
            set={(trendFloor) => change({ trendFloor })}
          />
          <Figure
            label={words.text('threshold.trendDrop')}
            value={draft.trendDrop}
            min={0}
            max={2}
            step={0.01}
            set={(trendDrop) => change({ trendDrop })}
          />
        </div>
      </Part>
      <Replay settings={draft} />
    </Page>
  );
}

/** Where the value in force comes from. */
function sourceOf(name: 'answerFrom' | 'clarifyFrom', { wrongAnswerCost, ...own }: HandoffSettings): MessageKey {
  if (own[name] !== null) return 'handoff.ownValue';
  return name === 'answerFrom' && wrongAnswerCost !== null ? 'handoff.byCost' : 'handoff.asShipped';
}

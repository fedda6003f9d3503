import type { Severity } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { AddButton, RemoveButton, Toggle, WordList } from './parts.js';
import { WORD_KINDS, type HandoffRule } from '#kernel';

const SEVERITIES: readonly Severity[] = ['normal', 'urgent', 'critical'];
const SKILLS = ['general', 'complaints', 'aftersales'] as const;

/** The merchant's own rules: a name agents see, words, and what follows from them. */
export function OwnRules({ rules, set }: { rules: readonly HandoffRule[]; set: (rules: HandoffRule[]) => void }) {
  const words = useWords();
  const put = (at: number, part: Partial<HandoffRule>): void =>
    set(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)));
  return (
    <>
      {rules.map((rule, at) => (
        <fieldset key={at} className="own-rule">
          <legend className="visually-hidden">{rule.name}</legend>
          <div className="own-rule-head">
            <label className="field field-wide">
              <span>{words.text('handoff.ruleName')}</span>
              <input
                value={rule.name}
                maxLength={80}
                data-testid="rule-name"
                onChange={({ target }) => put(at, { name: target.value })}
              />
            </label>
            <RemoveButton
              label={words.text('handoff.removeRule')}
              onClick={() => set(rules.filter((_, i) => i !== at))}
            />
          </div>
          <WordList
            label={words.text('handoff.ruleWords')}
            words={rule.words}
            set={(list) => put(at, { words: list })}
            testId="rule-words"
          />
          <div className="settings-columns">
            <label className="field">
              <span>{words.text('handoff.means')}</span>
              <select
                value={rule.means ?? 'merchant_rule'}
                onChange={({ target }) =>
                  put(at, { means: WORD_KINDS.find((kind) => kind === target.value) ?? 'merchant_rule' })
                }
              >
                {(['merchant_rule', ...WORD_KINDS] as const).map((kind) => (
                  <option key={kind} value={kind}>
                    {words.named('rule', kind)}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>{words.text('handoff.severity')}</span>
              <select
                value={rule.severity ?? 'normal'}
                onChange={({ target }) =>
                  put(at, { severity: SEVERITIES.find((one) => one === target.value) ?? 'normal' })
                }
              >
                {SEVERITIES.map((severity) => (
                  <option key={severity} value={severity}>
                    {words.text(`severity.${severity}`)}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>{words.text('handoff.skill')}</span>
              <select
                value={rule.skill ?? ''}
                onChange={({ target }) => put(at, { skill: target.value === '' ? undefined : target.value })}
              >
                <option value="">{words.text('handoff.anySkill')}</option>
                {[...new Set([...SKILLS, ...(rule.skill === undefined ? [] : [rule.skill])])].map((skill) => (
                  <option key={skill} value={skill}>
                    {words.named('skill', skill)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <Toggle
            label={words.text('handoff.ruleOn')}
            on={rule.disabled !== true}
            set={(on) => put(at, { disabled: !on })}
          />
        </fieldset>
      ))}
      <AddButton
        label={words.text('handoff.addRule')}
        testId="rule-add"
        onClick={() => set([...rules, { name: '', words: [] }])}
      />
    </>
  );
}

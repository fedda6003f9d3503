import type { HandoffReason } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { ruleName } from '../ui/labels.js';
import { Section } from './section.js';
import { Line } from './line.js';

/** Why the case went to a person, each with the words that made it so and how sure the rule was. */
export function ReasonsView(props: { id: string; reasons: readonly HandoffReason[]; close?: () => void }) {
  const words = useWords();
  if (props.reasons.length === 0) return null;
  const percent = new Intl.NumberFormat(words.locale, { style: 'percent' });
  return (
    <Section title={words.text('case.reasons')} testId="reasons">
      <ul className="reasons">
        {props.reasons.map((reason, index) => (
          <li key={index} className="reason">
            <span className="reason-rule">{ruleName(reason.rule, words)}</span>
            <Line id={props.id} seq={reason.seq} close={props.close}>
              {words.text('reason.evidence', { evidence: reason.evidence })}
            </Line>
            <span className="reason-score" title={words.text('reason.score')}>
              {percent.format(reason.score)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

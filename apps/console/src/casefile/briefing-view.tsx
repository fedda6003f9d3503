import { CornerDownLeft } from 'lucide-react';
import type { Briefing, BriefingLine } from '#kernel';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Section } from './section.js';
import { Line } from './line.js';
import { MoodCurve } from './mood-curve.js';

interface Props {
  id: string;
  briefing: Briefing;
  mayReply: boolean;
  close?: () => void;
}

export function BriefingView({ id, briefing, mayReply, close }: Props) {
  const words = useWords();
  const { drafts } = useServices();
  const lists: [title: string, lines: readonly BriefingLine[]][] = [
    [words.text('briefing.wants'), briefing.wants],
    [words.text('briefing.given'), briefing.given],
    [words.text('briefing.tried'), briefing.tried],
  ];
  return (
    <Section title={words.text('case.briefing')} testId="briefing">
      <p className="summary">{briefing.summary}</p>
      {lists
        .filter(([, lines]) => lines.length > 0)
        .map(([title, lines]) => (
          <div key={title} className="brief">
            <h3>{title}</h3>
            <ul>
              {lines.map((line, index) => (
                <li key={index}>
                  <Line id={id} seq={line.seq} close={close}>
                    {line.text}
                  </Line>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {briefing.mood.length > 0 && <MoodCurve id={id} mood={briefing.mood} close={close} />}
      {briefing.suggestedReply !== '' && (
        <div className="brief suggested-reply">
          <h3>{words.text('briefing.suggested')}</h3>
          <blockquote>{briefing.suggestedReply}</blockquote>
          <Button
            icon={CornerDownLeft}
            data-testid="use-suggestion"
            disabled={!mayReply}
            title={mayReply ? undefined : words.text('briefing.acceptFirst')}
            onClick={() => {
              close?.();
              // Where the case covers the conversation, the composer comes back only now.
              requestAnimationFrame(() => drafts.propose(id, briefing.suggestedReply));
            }}
          >
            {words.text('briefing.use')}
          </Button>
        </div>
      )}
    </Section>
  );
}

import { PhoneOutgoing } from 'lucide-react';
import { useState } from 'react';
import type { FollowUp } from '#kernel';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { useNow } from '../lib/hooks.js';
import { Ago } from '../ui/text.js';
import { useToasts } from '../ui/toast.js';
import { Section } from './section.js';

/** The shopper left the queue unanswered: until when they are to hear from us, and the button that says they have. */
export function FollowUpView({ id, followUp }: { id: string; followUp: FollowUp }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk, api } = useServices();
  const [busy, setBusy] = useState(false);
  const now = useNow(30_000);

  const close = (): void => {
    setBusy(true);
    api
      .closeFollowUp(id)
      .then(() => {
        toasts.say(words.text('followUp.done'));
        return desk.open(id);
      })
      .catch((error: unknown) => toasts.fail(error))
      .finally(() => setBusy(false));
  };

  const deadlines = [
    { key: 'followUp.answer', at: followUp.answerDueAt },
    { key: 'followUp.close', at: followUp.closeDueAt },
  ] as const;
  return (
    <Section title={words.text('followUp.title')} testId="follow-up">
      <p>{words.text('followUp.abandoned')}</p>
      <dl className="facts">
        {deadlines.map(({ key, at }) => (
          <div key={key}>
            <dt>{words.text(key)}</dt>
            <dd className={Date.parse(at) < now ? 'tone-danger' : undefined}>
              <Ago at={at} />
            </dd>
          </div>
        ))}
      </dl>
      <Button icon={PhoneOutgoing} data-testid="follow-up-close" busy={busy} onClick={close}>
        {words.text('followUp.settle')}
      </Button>
    </Section>
  );
}

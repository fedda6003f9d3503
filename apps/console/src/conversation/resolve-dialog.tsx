import { useState, type SubmitEvent } from 'react';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/dialog.js';
import { useToasts } from '../ui/toast.js';

/** How a conversation can end; the code goes to the server, the words stand in the message files. */
const OUTCOMES = ['solved', 'follow_up', 'no_answer', 'not_ours'] as const;

export function ResolveDialog({ id, open, close }: { id: string; open: boolean; close: () => void }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk } = useServices();
  const [outcome, setOutcome] = useState<string>(OUTCOMES[0]);
  const [busy, setBusy] = useState(false);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    desk
      .resolve(id, outcome)
      .then(
        () => {
          toasts.say(words.text('resolve.done'));
          close();
        },
        (error: unknown) => toasts.fail(error),
      )
      .finally(() => setBusy(false));
  };

  return (
    <Modal
      open={open}
      onOpenChange={(next) => !next && close()}
      title={words.text('resolve.title')}
      description={words.text('resolve.hint')}
    >
      <form onSubmit={submit}>
        <fieldset className="choices">
          <legend className="visually-hidden">{words.text('resolve.outcome')}</legend>
          {OUTCOMES.map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="outcome"
                value={one}
                checked={outcome === one}
                onChange={() => setOutcome(one)}
              />
              <span>{words.text(`outcome.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <footer className="dialog-foot">
          <Button onClick={close}>{words.text('action.cancel')}</Button>
          <Button variant="primary" type="submit" busy={busy} data-testid="resolve-confirm">
            {words.text('action.resolve')}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

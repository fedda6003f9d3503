import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { Colleague } from '../api/api.js';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/dialog.js';
import { Failure, Skeleton } from '../ui/states.js';
import { useToasts } from '../ui/toast.js';

/** The skills of the shipped routing; colleagues may add others. */
const SKILLS = ['general', 'complaints', 'aftersales'];

type Target = { agentId: string } | { skill: string };

interface DialogProps {
  id: string;
  open: boolean;
  close: () => void;
}

/** Passes a conversation of one's own to a colleague or to whoever has a skill, with a word on the way. */
export function TransferDialog(props: DialogProps) {
  const { desk } = useServices();
  return <PassOnDialog {...props} way="transfer" pass={(target, note) => desk.transfer(props.id, target, note)} />;
}

/** The same with somebody else's conversation, at once and whoever has it. */
export function ReassignDialog(props: DialogProps) {
  const { supervision } = useServices();
  return (
    <PassOnDialog {...props} way="reassign" pass={(target, note) => supervision.reassign(props.id, target, note)} />
  );
}

interface PassOnProps extends DialogProps {
  way: 'transfer' | 'reassign';
  pass: (target: Target, note: string) => Promise<void>;
}

function PassOnDialog({ open, close, way, pass }: PassOnProps) {
  const words = useWords();
  const toasts = useToasts();
  const [target, setTarget] = useState<Target>();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (target === undefined) return;
    setBusy(true);
    pass(target, note.trim())
      .then(
        () => {
          toasts.say(words.text(`${way}.done`));
          setNote('');
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
      title={words.text(`${way}.title`)}
      description={words.text(`${way}.hint`)}
    >
      <form onSubmit={submit}>
        <Targets target={target} choose={setTarget} />
        <label className="field">
          <span>{words.text('transfer.note')}</span>
          <textarea
            rows={3}
            maxLength={4_000}
            value={note}
            data-testid="transfer-note"
            placeholder={words.text('transfer.notePlaceholder')}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <footer className="dialog-foot">
          <Button onClick={close}>{words.text('action.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            busy={busy}
            disabled={target === undefined}
            data-testid="transfer-confirm"
          >
            {words.text(`${way}.confirm`)}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

function Targets({ target, choose }: { target: Target | undefined; choose: (target: Target) => void }) {
  const words = useWords();
  const { api } = useServices();
  const me = useDesk((state) => state.me.id);
  const team = useQuery({ queryKey: ['colleagues'], queryFn: ({ signal }) => api.colleagues(signal) });
  const colleagues = (team.data ?? []).filter((one) => one.id !== me);
  const skills = [...new Set([...SKILLS, ...colleagues.flatMap((one) => one.skills)])];

  return (
    <>
      <fieldset className="choices choices-row">
        <legend>{words.text('transfer.toSkill')}</legend>
        {skills.map((skill) => (
          <label key={skill} className="choice">
            <input
              type="radio"
              name="target"
              value={`skill:${skill}`}
              checked={target !== undefined && 'skill' in target && target.skill === skill}
              onChange={() => choose({ skill })}
            />
            <span>{words.named('skill', skill)}</span>
          </label>
        ))}
      </fieldset>
      {team.isPending && <Skeleton rows={3} kind="text" />}
      {team.isError && (
        <Failure title={words.text('transfer.teamFailed')} error={team.error} retry={() => void team.refetch()} />
      )}
      {colleagues.length > 0 && (
        <fieldset className="choices choices-scroll">
          <legend>{words.text('transfer.toAgent')}</legend>
          {colleagues.map((one) => (
            <ColleagueChoice
              key={one.id}
              colleague={one}
              chosen={target !== undefined && 'agentId' in target && target.agentId === one.id}
              choose={() => choose({ agentId: one.id })}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

function ColleagueChoice(props: { colleague: Colleague; chosen: boolean; choose: () => void }) {
  const words = useWords();
  const { id, name, role, status } = props.colleague;
  return (
    <label className="choice">
      <input type="radio" name="target" value={`agent:${id}`} checked={props.chosen} onChange={props.choose} />
      <span className="clip">{name}</span>
      <span className="choice-hint">{words.text(`role.${role}`)}</span>
      {status !== undefined && <span className="choice-hint">{words.named('presence', status)}</span>}
    </label>
  );
}

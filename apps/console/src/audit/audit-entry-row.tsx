import { Link } from 'wouter';
import type { WireAuditEntry } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { Ago } from '../ui/text.js';

interface Props {
  entry: WireAuditEntry;
  /** Colleagues' names by id. */
  names: ReadonlyMap<string, string>;
  /** Shows only what was done to this. */
  narrow: (subject: string) => void;
}

export function AuditEntryRow({ entry: { at, actor, action, subject, details }, names, narrow }: Props) {
  const words = useWords();
  const facts = Object.entries(details)
    .map(([name, value]) => factOf(name, value, names, words))
    .filter((fact) => fact !== undefined);
  return (
    <li className="audit-entry" data-testid="audit-entry" data-action={action}>
      <strong className="audit-who clip">{actor.id === null ? words.text('audit.operator') : actor.name}</strong>
      <span className="audit-act">
        {words.named('auditAct', action)}
        {facts.length > 0 && <span className="tone-quiet"> {facts.join(words.text('list.comma'))}</span>}
      </span>
      <span className="audit-subject">
        {subject.type === 'conversation' ? (
          <Link href={`/c/${subject.id}`}>
            {words.text('audit.conversation', { mark: subject.id.slice(-4).toUpperCase() })}
          </Link>
        ) : (
          <span className="clip">{names.get(subject.id) ?? words.named('auditSubject', subject.id)}</span>
        )}
        <button type="button" className="link" onClick={() => narrow(subject.id)}>
          {words.text('audit.only')}
        </button>
      </span>
      <Ago at={at} />
    </li>
  );
}

type Words = ReturnType<typeof useWords>;

/** What a detail says, where it says anything to a person: whose it was, whose it is, a skill, fields that were changed. */
function factOf(name: string, value: unknown, names: ReadonlyMap<string, string>, words: Words): string | undefined {
  switch (name) {
    case 'from':
      return typeof value === 'string'
        ? words.text('auditFact.from', { name: holder(value, names, words) })
        : undefined;
    case 'to':
      return typeof value === 'string' ? words.text('auditFact.to', { name: holder(value, names, words) }) : undefined;
    case 'skill':
      return typeof value === 'string' ? words.text('auditFact.to', { name: words.named('skill', value) }) : undefined;
    case 'fields':
      return Array.isArray(value) ? words.text('auditFact.fields', { names: value.join(', ') }) : undefined;
    default:
      return undefined;
  }
}

/** An agent by name, else the bot or the queue, which had it. */
function holder(value: string, names: ReadonlyMap<string, string>, words: Words): string {
  const name = names.get(value);
  if (name !== undefined) return name;
  return value === 'bot' || value === 'queued' ? words.text(`auditHolder.${value}`) : words.text('auditHolder.former');
}

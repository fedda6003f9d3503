import type { WireNote } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { Ago, NoteText } from '../ui/text.js';
import { Section } from './section.js';

export function NotesView({ notes }: { notes: readonly WireNote[] }) {
  const words = useWords();
  return (
    <Section title={words.text('case.notes')} testId="notes">
      {notes.length === 0 ? (
        <p className="tone-quiet">{words.text('empty.notes')}</p>
      ) : (
        <ul className="notes">
          {notes.map((note) => (
            <li key={note.id} className="note">
              <header className="note-head">
                <span className="clip">{note.author.name}</span>
                <Ago at={note.createdAt} />
              </header>
              <NoteText note={note} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

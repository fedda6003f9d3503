import { colourOf, initials, type Person } from './initials.js';

/** Initials on the person's colour. */
export function Avatar({ person, size = 'small' }: { person: Person; size?: 'small' | 'large' }) {
  return (
    <span className={`avatar avatar-${size} avatar-${colourOf(person)}`} aria-hidden>
      {initials(person.name)}
    </span>
  );
}

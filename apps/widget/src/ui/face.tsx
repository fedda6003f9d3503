import { faceColour, initials } from '#ui';
import type { JSX } from 'preact';
import { PersonIcon } from './icons.js';

/** An agent in a small circle: initials on the agent's own colour. Who it is always stands beside it in words. */
export function PersonFace({ person }: { person: { id?: string; name?: string } }): JSX.Element {
  const letters = initials(person.name ?? '');
  const style = letters === '' ? undefined : { background: faceColour(person.id ?? letters), color: '#fff' };
  return (
    <span class="avatar person" aria-hidden="true" style={style}>
      {letters === '' ? <PersonIcon /> : letters}
    </span>
  );
}

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { signedIn, signIn, signOut, type MemberId } from './member.js';
import { w, type ShopWord } from './shop.js';

const MEMBERS: readonly (readonly [MemberId, ShopWord, ShopWord])[] = [
  ['shen', 'memberShen', 'memberShenTier'],
  ['zhou', 'memberZhou', 'memberZhouTier'],
];

/** Sign-in of the demo shop: two invented members to choose from, no password. */
export function Account(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [member, setMember] = useState(signedIn);
  const [failed, setFailed] = useState(false);
  const choose = async (id: MemberId): Promise<void> => {
    try {
      setMember(await signIn(id));
      setFailed(false);
      dialog.current?.close();
    } catch {
      // Said in the dialog; the shop goes on for guests.
      setFailed(true);
    }
  };
  if (member !== null) {
    return (
      <span class="account">
        <span data-testid="member">{w('hello', { name: member.name })}</span>
        <button
          type="button"
          class="plain"
          data-testid="sign-out"
          onClick={() => {
            signOut();
            setMember(null);
          }}
        >
          {w('signOut')}
        </button>
      </span>
    );
  }
  return (
    <span class="account">
      <button type="button" class="plain" data-testid="sign-in" onClick={() => dialog.current?.showModal()}>
        {w('signIn')}
      </button>
      <dialog ref={dialog} class="sign-in" aria-labelledby="sign-in-title">
        <h2 id="sign-in-title">{w('signInTitle')}</h2>
        <p class="quiet">{w('signInText')}</p>
        <ul>
          {MEMBERS.map(([id, name, tier]) => (
            <li key={id}>
              <button type="button" data-testid={`member-${id}`} onClick={() => void choose(id)}>
                <strong>{w(name)}</strong>
                <span>{w(tier)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p class="failure" role="alert">
          {failed ? w('signInFailed') : ''}
        </p>
        <button type="button" class="button quiet" onClick={() => dialog.current?.close()}>
          {w('cancel')}
        </button>
      </dialog>
    </span>
  );
}

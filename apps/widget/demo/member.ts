import { whenWidgetReady } from './widget-api.js';

/** The demo shop's members, as `POST /api/v1/demo/sign-in` knows them. */
export type MemberId = 'shen' | 'zhou';

interface SignedIn {
  readonly identity: string;
  readonly name: string;
}

const KEY = 'yunshanli-member';

/** Who is signed in to the shop in this tab. */
export function signedIn(): SignedIn | null {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? null : (JSON.parse(kept) as SignedIn);
}

/** The shop's back end says who the member is; the widget is told by the token it has signed. Rejects when it cannot be reached. */
export async function signIn(member: MemberId): Promise<SignedIn> {
  const response = await fetch('/api/v1/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ member }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status}`);
  const answer = (await response.json()) as SignedIn;
  sessionStorage.setItem(KEY, JSON.stringify(answer));
  whenWidgetReady((widget) => widget.identify(answer.identity));
  return answer;
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  whenWidgetReady((widget) => widget.logout());
}

// Every page of the shop says who is there, as a shop's own pages do.
const member = signedIn();
if (member !== null) whenWidgetReady((widget) => widget.identify(member.identity));

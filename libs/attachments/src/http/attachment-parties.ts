import type { Party } from '../parties.js';

/**
 * Whose bearer token it is. A port: shoppers and agents sign in in libraries that this one does not know; the application binds it to
 * both.
 */
export abstract class AttachmentParties {
  /** Throws TOKEN_INVALID; RATE_LIMITED where that is counted with the sign-in. */
  abstract of(bearerToken: string): Promise<Party>;
}

import { AppError } from '#kernel';

/** The token of an Authorization header; throws UNAUTHENTICATED when there is none. */
export function bearerToken(header: string | undefined): string {
  const token = /^Bearer +([^\s]+) *$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new AppError('UNAUTHENTICATED');
  return token;
}

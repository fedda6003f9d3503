import type { CaseFile } from '#kernel';

/**
 * Everything about a case, for the agent who takes it. A port: briefing and customer come from libraries that this one does not know;
 * the application binds it to whoever conducts them.
 */
export abstract class CaseFiles {
  /** Throws CONVERSATION_NOT_FOUND. */
  abstract read(conversationId: string, locale: string): Promise<CaseFile>;
}

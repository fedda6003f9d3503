import { Injectable } from '@nestjs/common';
import {
  AppError,
  CANNED_VARIABLES,
  LOCALES,
  isId,
  unknownVariables,
  type AgentRole,
  type WireCannedReply,
} from '#kernel';
import { Database, TransactionRunner, type Tx } from '#platform';
import { hasPermission } from '../auth/permissions.js';
import { DEFAULT_CANNED_REPLIES } from './defaults.js';
import { CannedReplyRepository, type CannedReplyContent, type CannedReplyRow } from './canned-reply.repository.js';

export interface CannedReplyInput extends Omit<CannedReplyContent, 'category'> {
  scope: WireCannedReply['scope'];
  category?: string;
}

interface Editor {
  id: string;
  role: AgentRole;
}

/** Enough for a large desk; a composer that offers more helps nobody. */
const MOST = { shared: 500, personal: 200 } as const;

/**
 * Ready replies, everybody's and each agent's own. Who may not change the shared ones may still use them. Another agent's own replies
 * do not exist.
 */
@Injectable()
export class CannedReplies {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly rows: CannedReplyRepository,
  ) {}

  /** At the first start of a desk: the shared replies it comes with. */
  async begin(): Promise<void> {
    await this.transactions.run((tx) => this.rows.begin(tx, DEFAULT_CANNED_REPLIES));
  }

  async visibleTo(agentId: string): Promise<WireCannedReply[]> {
    return (await this.rows.visibleTo(this.db.manager, agentId)).map(toWire);
  }

  /** Throws FORBIDDEN, VARIABLE_UNKNOWN, VALIDATION_FAILED, SHORTCUT_TAKEN. */
  async add(editor: Editor, input: CannedReplyInput): Promise<WireCannedReply> {
    const reply = checked(input);
    const ownerId = ownerOf(editor, input.scope);
    return this.transactions.run(async (tx) => {
      await this.makeRoom(tx, ownerId);
      return toWire(await this.rows.insert(tx, ownerId, reply));
    });
  }

  /** Also moves a reply between shared and personal. Throws as `add`, and CANNED_REPLY_NOT_FOUND, VERSION_CONFLICT. */
  async change(editor: Editor, id: string, version: number, input: CannedReplyInput): Promise<WireCannedReply> {
    const reply = checked(input);
    const ownerId = ownerOf(editor, input.scope);
    return this.transactions.run(async (tx) => {
      const row = await this.mayChange(tx, editor, id);
      if (row.version !== version) throw new AppError('VERSION_CONFLICT');
      if (row.ownerId !== ownerId) await this.makeRoom(tx, ownerId);
      return toWire(await this.rows.update(tx, id, ownerId, reply));
    });
  }

  /** Throws CANNED_REPLY_NOT_FOUND, FORBIDDEN. */
  async remove(editor: Editor, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.mayChange(tx, editor, id);
      await this.rows.delete(tx, id);
    });
  }

  /** Counts one use. Throws CANNED_REPLY_NOT_FOUND. */
  async used(agentId: string, id: string): Promise<number> {
    const uses = isId(id) ? await this.rows.used(this.db.manager, id, agentId) : undefined;
    if (uses === undefined) throw new AppError('CANNED_REPLY_NOT_FOUND');
    return uses;
  }

  private async mayChange(tx: Tx, editor: Editor, id: string): Promise<CannedReplyRow> {
    const row = isId(id) ? await this.rows.lock(tx, id) : undefined;
    if (!row || (row.ownerId !== null && row.ownerId !== editor.id)) throw new AppError('CANNED_REPLY_NOT_FOUND');
    if (row.ownerId === null) ownerOf(editor, 'shared');
    return row;
  }

  private async makeRoom(tx: Tx, ownerId: string | null): Promise<void> {
    const most = MOST[ownerId === null ? 'shared' : 'personal'];
    if ((await this.rows.count(tx, ownerId)) < most) return;
    throw new AppError('VALIDATION_FAILED', {
      reason: { 'zh-CN': `最多 ${most} 条快捷回复`, en: `there can be at most ${most} canned replies` },
    });
  }
}

function ownerOf(editor: Editor, scope: WireCannedReply['scope']): string | null {
  if (scope === 'personal') return editor.id;
  if (!hasPermission(editor.role, 'canned.share')) throw new AppError('FORBIDDEN');
  return null;
}

/** A language has both title and text, or neither; there is at least one; every place can be filled. */
function checked({ shortcut, title, text, category }: CannedReplyInput): CannedReplyContent {
  const complete = LOCALES.filter((locale) => title[locale] !== undefined && text[locale] !== undefined);
  const halves = LOCALES.filter((locale) => (title[locale] === undefined) !== (text[locale] === undefined));
  if (complete.length === 0 || halves.length > 0) {
    throw new AppError('VALIDATION_FAILED', {
      reason: {
        'zh-CN': '每种语言都要同时填写标题和内容，至少一种语言',
        en: 'each language needs both a title and a text, and there must be at least one language',
      },
    });
  }
  const [name] = complete.flatMap((locale) => unknownVariables(text[locale] ?? ''));
  if (name !== undefined) {
    const known = CANNED_VARIABLES.map((variable) => `{{${variable}}}`).join(' ');
    throw new AppError('VARIABLE_UNKNOWN', { name, known });
  }
  const trimmed = (words: CannedReplyInput['text']): CannedReplyInput['text'] =>
    Object.fromEntries(complete.map((locale) => [locale, words[locale]?.trim()]));
  return {
    shortcut: shortcut.normalize('NFKC').toLowerCase(),
    title: trimmed(title),
    text: trimmed(text),
    category: category?.trim() ?? null,
  };
}

function toWire(row: CannedReplyRow): WireCannedReply {
  const { id, ownerId, shortcut, title, text, category, uses, version, updatedAt } = row;
  return {
    id,
    scope: ownerId === null ? 'shared' : 'personal',
    shortcut,
    title,
    text,
    ...(category === null ? {} : { category }),
    uses,
    version,
    updatedAt: updatedAt.toISOString(),
  };
}

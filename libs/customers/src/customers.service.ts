import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId, type Locale } from '#kernel';
import { Database, TransactionRunner, sha256, type Tx } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersRepository, type ShopperRow } from './customers.repository.js';
import { IdentityTokens, type MemberIdentity } from './identity.js';
import { ShopperTokens } from './shopper-tokens.js';

const TOKEN_IDLE_MS = 90 * 24 * 3_600_000;

const LONGEST_MEMBER_ID = 200;
/** Numbers that end alike are few; more than this is no search for somebody. */
const MOST_MEANT = 200;

/** Who is at the other end of a connection. Stored only once something is said. */
export interface ShopperSession {
  shopperId: string;
  /** Opaque; the browser keeps it. */
  token: string;
  /** False: neither the shopper nor the token is in the database yet. */
  stored: boolean;
  locale: Locale;
  memberId: string | null;
  name: string | null;
  phone: string | null;
  tier: string | null;
}

/** Shoppers and who they are. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly customers: CustomersRepository,
    private readonly identities: IdentityTokens,
    private readonly tokens: ShopperTokens,
    private readonly conversations: ConversationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Finds the shopper of a connection. An unknown or outdated token is a new anonymous shopper. With an identity: the member; an
   * anonymous shopper becomes the member at the first identification; a token of somebody else is ignored. Throws IDENTITY_INVALID.
   */
  async openSession(hello: { token?: string; identity?: string; locale: Locale }): Promise<ShopperSession> {
    const member = hello.identity === undefined ? undefined : await this.identities.verify(hello.identity);
    const held = hello.token ? await this.byToken(hello.token) : undefined;
    if (!member) return held && hello.token ? session(held, hello.token, true, hello.locale) : this.fresh(hello);
    return this.memberSession(member, held, hello);
  }

  /** Stores shopper and token in the transaction of the first message. */
  async ensureStored(tx: Tx, s: ShopperSession): Promise<void> {
    if (s.stored) return;
    const at = this.clock.now();
    const inserted = await this.customers.insert(
      tx,
      { id: s.shopperId, memberId: s.memberId, name: s.name, phone: s.phone, tier: s.tier, tags: [], locale: s.locale },
      at,
    );
    // Signed in on two devices at once, both for the first time: the later one comes back as the stored member.
    if (!inserted) throw new AppError('TOKEN_INVALID');
    await this.customers.insertToken(tx, sha256(s.token), s.shopperId, at);
  }

  /** Stores a shopper who comes by a channel of its own, without a browser and its token. Nothing happens for who is stored. */
  async introduce(tx: Tx, { id, locale, name }: { id: string; locale: Locale; name?: string }): Promise<void> {
    const nobody = { memberId: null, phone: null, tier: null, tags: [] };
    await this.customers.insert(tx, { id, locale, name: name ?? null, ...nobody }, this.clock.now());
  }

  /**
   * The shopper who is the member of a signed identity: the one we know, else `shopperId`, who becomes it, else a new one. Throws
   * IDENTITY_INVALID.
   */
  async memberBy(identity: string, shopperId: string | null): Promise<string> {
    const member = await this.identities.verify(identity);
    return this.transactions.run(async (tx) => {
      const known = await this.customers.byMember(tx, member.memberId);
      const id = known?.id ?? shopperId ?? newId();
      if (await this.customers.identify(tx, id, member)) {
        const { name, tier } = { ...(await this.customers.find(tx, id)) };
        await this.conversations.rename(tx, id, name ?? null, tier ?? null);
        return id;
      }
      // Nobody stored yet, or somebody who is another member already.
      const row = { id: newId(), tags: [], locale: 'zh-CN' as const, ...member };
      if (!(await this.customers.insert(tx, row, this.clock.now()))) throw new AppError('IDENTITY_INVALID');
      return row.id;
    });
  }

  /** The language of a shopper; Chinese for whom we do not know. */
  async localeOf(shopperId: string | null): Promise<Locale> {
    return (shopperId === null ? undefined : await this.find(shopperId))?.locale ?? 'zh-CN';
  }

  find(shopperId: string): Promise<ShopperRow | undefined> {
    return this.customers.find(this.db.manager, shopperId);
  }

  /**
   * Ids of the shoppers that a number in a search may mean: those whose phone number ends in it (four digits at least), and the member
   * of this id.
   */
  async meantBy(text: string): Promise<string[]> {
    const digits = text.replace(/[\s()+-]/g, '');
    const byPhone = /^\d{4,15}$/.test(digits)
      ? await this.customers.byPhoneTail(this.db.manager, digits, MOST_MEANT)
      : [];
    const member = text.length <= LONGEST_MEMBER_ID ? await this.customers.byMember(this.db.manager, text) : undefined;
    return member ? [...byPhone, member.id] : byPhone;
  }

  /** Whose token this is, also of a shopper who has not said anything yet. Throws TOKEN_INVALID. */
  async shopperOf(token: string): Promise<string> {
    const shopperId = (await this.byToken(token))?.id ?? (await this.unstored(token));
    if (shopperId === undefined) throw new AppError('TOKEN_INVALID');
    return shopperId;
  }

  /** The shopper of a token of ours of whom nothing is stored. A stored one whose token is not was signed out, or is outdated. */
  private async unstored(token: string): Promise<string | undefined> {
    const shopperId = this.tokens.read(token);
    return shopperId === undefined || (await this.find(shopperId)) ? undefined : shopperId;
  }

  private byToken(token: string): Promise<ShopperRow | undefined> {
    if (token.length > 200) return Promise.resolve(undefined);
    const at = this.clock.now();
    return this.customers.byToken(this.db.manager, sha256(token), new Date(at.getTime() - TOKEN_IDLE_MS), at);
  }

  private async memberSession(
    member: MemberIdentity,
    held: ShopperRow | undefined,
    hello: { token?: string; locale: Locale },
  ): Promise<ShopperSession> {
    const known = await this.customers.byMember(this.db.manager, member.memberId);
    if (known) {
      const sameDevice = held?.id === known.id && hello.token !== undefined;
      const token = sameDevice && hello.token ? hello.token : this.tokens.issue(known.id);
      await this.transactions.run(async (tx) => {
        await this.customers.identify(tx, known.id, member);
        if (!sameDevice) await this.customers.insertToken(tx, sha256(token), known.id, this.clock.now());
        await this.conversations.rename(tx, known.id, member.name ?? known.name, member.tier ?? known.tier);
      });
      return session({ ...known, ...present(member) }, token, true, hello.locale);
    }
    if (held && held.memberId === null && hello.token) {
      const adopted = await this.transactions.run(async (tx) => {
        if (!(await this.customers.identify(tx, held.id, member))) return false;
        await this.conversations.rename(tx, held.id, member.name, member.tier);
        return true;
      });
      if (adopted)
        return session({ ...held, ...present(member), memberId: member.memberId }, hello.token, true, hello.locale);
    }
    return { ...(await this.fresh(hello)), ...member };
  }

  /** Somebody of whom nothing is stored. Who comes back before the first word is the same one: what was uploaded meanwhile is not lost. */
  private async fresh({ token, locale }: { token?: string; locale: Locale }): Promise<ShopperSession> {
    const before = token ? await this.unstored(token) : undefined;
    const shopperId = before ?? newId();
    return {
      shopperId,
      token: before && token ? token : this.tokens.issue(shopperId),
      stored: false,
      locale,
      memberId: null,
      name: null,
      phone: null,
      tier: null,
    };
  }
}

function session(row: ShopperRow, token: string, stored: boolean, locale: Locale): ShopperSession {
  return {
    shopperId: row.id,
    token,
    stored,
    locale,
    memberId: row.memberId,
    name: row.name,
    phone: row.phone,
    tier: row.tier,
  };
}

function present(member: MemberIdentity): Partial<ShopperRow> {
  return Object.fromEntries(Object.entries(member).filter(([, value]) => value !== null));
}

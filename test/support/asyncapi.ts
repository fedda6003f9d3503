import { dump } from 'js-yaml';
import ts from 'typescript';
import { ERROR_KINDS } from '#kernel';

type Schema = Record<string, unknown>;

const NAMESPACES = [
  {
    name: 'shopper',
    title: 'The widget',
    auth: 'auth: { token?, locale?, identity?, storeId? }. Refused: IDENTITY_INVALID, VALIDATION_FAILED, RATE_LIMITED.',
    client: 'ShopperClientEvents',
    server: 'ShopperServerEvents',
  },
  {
    name: 'agent',
    title: 'The console',
    auth: 'auth: { token: accessToken, locale? }. Refused: TOKEN_INVALID, ORIGIN_NOT_ALLOWED, RATE_LIMITED.',
    client: 'AgentClientEvents',
    server: 'AgentServerEvents',
  },
] as const;

/** The AsyncAPI 3 document of both namespaces, read from the event maps of libs/kernel: names, shapes and comments. */
export function asyncApi(wireFile: string): string {
  const reader = new TypeReader(wireFile);
  const channels: Schema = {};
  const operations: Schema = {};
  for (const space of NAMESPACES) {
    const messages: Schema = {};
    const at = (message: string): Schema => ({ $ref: `#/channels/${space.name}/messages/${escape(message)}` });
    for (const event of reader.events(space.client)) {
      messages[event.name] = { name: event.name, ...event.about, payload: event.payload };
      messages[`${event.name}.ack`] = { name: event.name, title: 'acknowledgement', payload: event.ack };
      operations[`${space.name}.receive.${event.name}`] = {
        action: 'receive',
        channel: { $ref: `#/channels/${space.name}` },
        messages: [at(event.name)],
        reply: { channel: { $ref: `#/channels/${space.name}` }, messages: [at(`${event.name}.ack`)] },
      };
    }
    for (const event of reader.events(space.server)) {
      // `typing` goes both ways with one shape.
      const name = event.name in messages ? `${event.name}.push` : event.name;
      messages[name] = { name: event.name, ...event.about, payload: event.payload };
      operations[`${space.name}.send.${event.name}`] = {
        action: 'send',
        channel: { $ref: `#/channels/${space.name}` },
        messages: [at(name)],
      };
    }
    channels[space.name] = {
      address: `/${space.name}`,
      title: space.title,
      description: `Handshake ${space.auth}`,
      messages,
    };
  }
  return dump(
    {
      asyncapi: '3.0.0',
      info: {
        title: 'Deskhand',
        version: '1',
        description:
          'Socket.IO. Every event that asks for an acknowledgement gets { ok: true, … } or { ok: false, error }. ' +
          'Made from libs/kernel/src/wire.ts by test/integration/asyncapi.spec.ts.',
      },
      servers: { desk: { host: 'localhost:3000', protocol: 'ws', pathname: '/socket.io/' } },
      defaultContentType: 'application/json',
      channels,
      operations,
      components: { schemas: reader.schemas() },
    },
    { lineWidth: 140, noRefs: true },
  );
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

interface Event {
  name: string;
  about: { description?: string };
  payload: Schema;
  ack: Schema;
}

/** Reads TypeScript types as JSON Schema; named ones become components. */
class TypeReader {
  private readonly checker: ts.TypeChecker;
  private readonly source: ts.SourceFile;
  private readonly components = new Map<string, Schema>();

  constructor(file: string) {
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      types: [],
    });
    this.checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`cannot read ${file}`);
    this.source = source;
  }

  events(map: string): Event[] {
    const declared = this.source.statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === map);
    if (!declared) throw new Error(`no event map ${map}`);
    return this.checker
      .getTypeAtLocation(declared)
      .getProperties()
      .map((event) => {
        const [signature] = this.checker.getTypeOfSymbol(event).getCallSignatures();
        const [payload, reply] = signature?.getParameters().map((p) => this.checker.getTypeOfSymbol(p)) ?? [];
        if (!payload) throw new Error(`${map}.${event.name} has no payload`);
        const [answer] = (reply && this.checker.getNonNullableType(reply).getCallSignatures()) ?? [];
        const [ack] = answer?.getParameters().map((p) => this.checker.getTypeOfSymbol(p)) ?? [];
        return {
          name: event.name,
          about: this.about(event),
          payload: this.schema(payload),
          ack: ack ? this.schema(ack) : {},
        };
      });
  }

  schemas(): Schema {
    return Object.fromEntries([...this.components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private about(symbol: ts.Symbol): { description?: string } {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).replace(/\s+/g, ' ').trim();
    return text === '' ? {} : { description: text };
  }

  private schema(given: ts.Type): Schema {
    const type = this.checker.getNonNullableType(given);
    const schema = this.plain(type);
    const nullable = given.isUnion() && given.types.some((t) => t.flags & ts.TypeFlags.Null);
    return nullable ? { oneOf: [schema, { type: 'null' }] } : schema;
  }

  private plain(type: ts.Type): Schema {
    const { flags } = type;
    if (flags & ts.TypeFlags.String) return { type: 'string' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (type.isLiteral()) return { const: type.value };
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return {};
    if (type.isUnion()) return this.union(type);
    if (this.checker.isTupleType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference).map((t) => this.schema(t));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item ? this.schema(item) : {} };
    }
    const { symbol } = type;
    const named = type.aliasSymbol === undefined && symbol?.flags & ts.SymbolFlags.Interface;
    return named ? this.component(symbol.name, () => this.object(type, symbol)) : this.object(type);
  }

  private union(type: ts.UnionType): Schema {
    const literals = type.types.filter((t) => t.isStringLiteral()).map((t) => (t as ts.StringLiteralType).value);
    // A union of the error's codes is longer than the rest of the document: named once.
    if (literals.length === Object.keys(ERROR_KINDS).length)
      return this.component('ErrorCode', () => ({ type: 'string', enum: literals }));
    if (literals.length === type.types.length) return { type: 'string', enum: literals };
    return { oneOf: type.types.map((t) => this.schema(t)) };
  }

  private object(type: ts.Type, symbol?: ts.Symbol): Schema {
    const properties: Schema = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      properties[property.name] = { ...this.schema(this.checker.getTypeOfSymbol(property)), ...this.about(property) };
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    return {
      type: 'object',
      ...(symbol ? this.about(symbol) : {}),
      ...(required.length ? { required } : {}),
      properties,
    };
  }

  private component(name: string, make: () => Schema): Schema {
    if (!this.components.has(name)) {
      // Before its content: a type may lead back to itself.
      this.components.set(name, {});
      this.components.set(name, make());
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

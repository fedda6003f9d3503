import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { load } from 'js-yaml';
import * as agentDtos from '../../libs/agents/src/gateway/agent.dto.js';
import * as shopperDtos from '../../libs/channels/src/web/shopper.dto.js';
import { asyncApi } from '../support/asyncapi.js';

const FILE = 'apps/api/asyncapi.yaml';

interface Document {
  channels: Record<string, { messages: Record<string, { payload: { properties?: object; required?: string[] } }> }>;
  operations: Record<string, { action: string }>;
}

/** Which class checks which event; the gateways bind them so. */
const CHECKED = {
  shopper: {
    'message.send': shopperDtos.SendMessageDto,
    sync: shopperDtos.SyncDto,
    'human.request': shopperDtos.HumanRequestDto,
    'queue.leave': shopperDtos.ConversationDto,
    'csat.submit': shopperDtos.CsatDto,
    'feedback.submit': shopperDtos.AnswerFeedbackDto,
    typing: shopperDtos.TypingDto,
  },
  agent: {
    'presence.set': agentDtos.PresenceDto,
    'conversation.accept': agentDtos.ConversationDto,
    'conversation.decline': agentDtos.ConversationDto,
    'conversation.transfer': agentDtos.TransferDto,
    'conversation.return': agentDtos.ConversationDto,
    'conversation.resolve': agentDtos.ResolveDto,
    'conversation.read_along': agentDtos.ReadAlongDto,
    'conversation.takeover': agentDtos.TakeOverDto,
    'conversation.reassign': agentDtos.ReassignDto,
    'message.send': agentDtos.AgentMessageDto,
    'note.add': agentDtos.NoteDto,
    sync: agentDtos.SyncDto,
    typing: agentDtos.TypingDto,
  },
} as const;

describe('AsyncAPI', () => {
  it('is what the event maps say; WRITE_ASYNCAPI=1 writes it anew', () => {
    const made = asyncApi('libs/kernel/src/wire.ts');
    if (process.env['WRITE_ASYNCAPI']) writeFileSync(FILE, made);
    expect(readFileSync(FILE, 'utf8')).toBe(made);
  });

  const document = (): Document => load(readFileSync(FILE, 'utf8')) as Document;

  it('leads nowhere that is not there', () => {
    const text = readFileSync(FILE, 'utf8');
    const whole = load(text);
    for (const [, path] of text.matchAll(/\$ref: ['"]?#\/([^'"\n]+)/g)) {
      const found = path!
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], whole);
      expect([path, typeof found]).toEqual([path, 'object']);
    }
  });

  it.each(Object.entries(CHECKED))('%s: what is described is what is checked', (space, dtos) => {
    const { channels, operations } = document();
    const received = Object.entries(operations)
      .filter(([name, { action }]) => action === 'receive' && name.startsWith(`${space}.`))
      .map(([name]) => name.slice(`${space}.receive.`.length));
    // queue.list takes nothing.
    expect(received.filter((event) => event !== 'queue.list').sort()).toEqual(Object.keys(dtos).sort());
    for (const [event, dto] of Object.entries(dtos)) {
      const { properties = {}, required = [] } = channels[space]!.messages[event]!.payload;
      const checked = targetConstructorToSchema(dto as new () => object);
      expect([event, Object.keys(properties).sort()]).toEqual([event, Object.keys(checked.properties ?? {}).sort()]);
      expect([event, [...required].sort()]).toEqual([event, [...(checked.required ?? [])].sort()]);
    }
  });
});

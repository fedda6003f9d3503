import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  countTokensApproximately,
  trimMessages,
} from 'langchain';
import type { ChatMessage, ChatRequest } from '../chat/chat-model.js';
import { maskPersonalData } from '../mask.js';

/** Upper bound of what older turns may add to a prompt. The last message and what belongs to it always go along. */
const HISTORY_TOKENS = 2_000;

function toLangChain(message: ChatMessage): BaseMessage {
  switch (message.role) {
    case 'user':
      return new HumanMessage(message.published ? message.content : maskPersonalData(message.content));
    case 'assistant':
      // The bot's earlier answers may hold what it looked up about this shopper.
      return new AIMessage({
        content: maskPersonalData(message.content),
        tool_calls: (message.toolCalls ?? []).map((call) => ({ ...call, type: 'tool_call' as const })),
      });
    case 'tool':
      return new ToolMessage({ content: message.content, tool_call_id: message.toolCallId });
  }
}

/**
 * LangChain's messages for a request: rules first, older turns within {@link HISTORY_TOKENS} (the newest kept), then everything from the last
 * unbroken run that is to be answered. Personal data masked in all that people wrote.
 */
export async function toMessages({
  system,
  messages,
}: Pick<ChatRequest, 'system' | 'messages'>): Promise<BaseMessage[]> {
  const pinned = messages.findIndex((m) => m.role === 'user' && m.published);
  const current = pinned >= 0 ? pinned : Math.max(0, messages.length - 1);
  const history = await trimMessages(messages.slice(0, current).map(toLangChain), {
    maxTokens: HISTORY_TOKENS,
    tokenCounter: countTokensApproximately,
    strategy: 'last',
    startOn: 'human',
  });
  return [new SystemMessage(system), ...history, ...messages.slice(current).map(toLangChain)];
}

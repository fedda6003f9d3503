import { BuiltinEmbeddings } from '../embeddings/builtin.js';
import { chatModelContract, type ChatScene } from './chat-model.contract.js';
import { embeddingModelContract } from './embedding-model.contract.js';
import { FakeChatModel, type FakeStep } from './fake-chat-model.js';
import { FakeEmbeddings } from './fake-embeddings.js';

const SCENES: Record<ChatScene, readonly FakeStep[]> = {
  'three pieces': ['一', '二', '三'],
  'tool call': [
    { type: 'tool_call', id: 'call_1', name: 'search', args: { query: '停车' } },
    { type: 'end', reason: 'tool_calls' },
  ],
  'cut off': ['一', { fail: 'unavailable' }],
  hangs: [{ hang: true }],
  'refuses the key': [{ fail: 'auth' }],
};

chatModelContract('FakeChatModel', (scene) => Promise.resolve({ model: new FakeChatModel(SCENES[scene]) }));
embeddingModelContract('FakeEmbeddings', () => Promise.resolve({ model: new FakeEmbeddings() }));
embeddingModelContract('BuiltinEmbeddings', () => Promise.resolve({ model: new BuiltinEmbeddings() }));

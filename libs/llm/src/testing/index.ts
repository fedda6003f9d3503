export { FakeChatModel, type FakeAnswer, type FakeStep } from './fake-chat-model.js';
export { FakeEmbeddings } from './fake-embeddings.js';

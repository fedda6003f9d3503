export * from './embeddings/embedding-model.js';
export * from './text/index.js';
export * from './embeddings/builtin.js';

export * from './embeddings/embedding-model.js';

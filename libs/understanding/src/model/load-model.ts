import { readFileSync } from 'node:fs';
import { UnderstandingModel } from './model.js';

/** Made by `npm run train:understanding`; lies beside the code and is copied with it by the build. */
const FILE = new URL('./understanding.model', import.meta.url);

/** @throws Error when the file is missing or damaged: a desk that cannot understand must not open. */
export function loadModel(): UnderstandingModel {
  return UnderstandingModel.decode(readFileSync(FILE));
}

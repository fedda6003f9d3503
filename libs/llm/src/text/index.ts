export { normalise } from './normalise.js';
export { tokenise, tokeniseNormalised } from './tokenise.js';
export { stem } from './english.js';
export { conceptsOf } from './concepts/index.js';
export { mendedWords } from './slips.js';
export { bigramsOf, featuresOf, type TextFeatures } from './features.js';
export { isStopWord } from './stop-words.js';

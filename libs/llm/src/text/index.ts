export { normalise } from './normalise.js';
export { tokenise, tokeniseNormalised } from './tokenise.js';
export { stem } from './english.js';

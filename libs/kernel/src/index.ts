export * from './ids.js';
export * from './clock.js';
export * from './locale.js';
export * from './errors.js';
export * from './state-machine.js';
export * from './understanding.js';
export * from './events.js';
export * from './wire.js';

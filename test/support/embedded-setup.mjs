import { buildOnce } from './build-once.mjs';
import { makeRunFolder } from './run-folder.mjs';

/** `npm test` runs on the embedded parts, whatever servers the developer's shell points to. */
export default function setup() {
  for (const name of ['DATABASE_URL', 'REDIS_URL']) {
    if (process.env[name]) {
      process.stderr.write(`${name} is set and not used here; npm run test:services tests against servers.\n`);
      Reflect.deleteProperty(process.env, name);
    }
  }
  buildOnce();
  makeRunFolder();
}

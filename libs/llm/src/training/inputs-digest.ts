import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in a folder of inputs and shapes no model. */
const NO_INPUT = /(?:\.spec\.ts|README\.md|\.model)$/u;

/**
 * What a model was trained on, as one string: it differs as soon as a file is changed, added, moved or taken away. A trainer stores it in
 * the model file and a spec compares it, so that a shipped model is always the one its command makes of the repository.
 *
 * @param root folder the paths are relative to
 * @param inputs files, and folders with all that lies in them but specs, READMEs and models; their order does not matter
 * @throws Error when there is no such file or folder
 */
export function inputsDigest(root: string, inputs: readonly string[]): string {
  const files = new Set(inputs.flatMap((path) => filesOf(root, path)));
  const hash = createHash('sha256');
  for (const path of [...files].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesOf(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => {
    const inner = `${path}/${name}`;
    return NO_INPUT.test(name) ? [] : filesOf(root, inner);
  });
}

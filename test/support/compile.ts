import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transformFileSync } from '@swc/core';

/**
 * Compiles one source file that imports nothing of ours, so that a test can run it in a process of its own.
 *
 * @returns the path of the compiled module
 */
export function compileAlone(sourceFile: string, folder: string): string {
  const { code } = transformFileSync(sourceFile);
  const file = join(folder, basename(sourceFile).replace(/\.ts$/, '.mjs'));
  writeFileSync(file, code);
  return file;
}

// Builds what has changed: the server with the Nest CLI (SWC), the two faces with Vite. Called by `npm start` and the like; a build
// whose sources are the same as last time is not done again, so that later starts are quick.
//   node apps/build.mjs [--server] [--quiet] [--force]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const flags = new Set(process.argv.slice(2));

const bin = (name) => join('node_modules', '.bin', name);
const PARTS = [
  {
    name: 'server',
    sources: [
      'libs',
      'apps/api',
      'apps/worker',
      'apps/cli',
      'nest-cli.json',
      '.swcrc',
      'tsconfig.json',
      'package-lock.json',
    ],
    commands: [[bin('nest'), ['build', 'api']]],
    face: false,
  },
  {
    name: 'widget',
    sources: ['apps/widget', 'libs/ui', 'libs/kernel', 'package-lock.json', 'apps/build.mjs'],
    commands: [[bin('vite'), ['build', '--config', 'apps/widget/vite.config.ts', '--logLevel', 'warn']]],
    face: true,
  },
  {
    name: 'console',
    sources: ['apps/console', 'libs/ui', 'libs/kernel', 'package-lock.json', 'apps/build.mjs'],
    commands: [[bin('vite'), ['build', '--config', 'apps/console/vite.config.ts', '--logLevel', 'warn']]],
    face: true,
  },
];

function* files(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return yield path;
  for (const name of readdirSync(path).sort()) {
    if (name !== 'node_modules' && !name.endsWith('.spec.ts')) yield* files(join(path, name));
  }
}

function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const file of files(source)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      // Whoever asks for the build (tests, too) gets what shops get.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: flags.has('--quiet') ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`)),
    );
  });
}

async function build(part) {
  const stampFile = join('dist', `.${part.name}.stamp`);
  const stamp = fingerprint(part.sources);
  const fresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (fresh && !flags.has('--force')) return;
  rmSync(stampFile, { force: true });
  for (const [command, args] of part.commands) await run(command, args);
  mkdirSync('dist', { recursive: true });
  writeFileSync(stampFile, stamp);
  if (!flags.has('--quiet')) process.stdout.write(`built ${part.name}\n`);
}

if (!existsSync('node_modules')) {
  process.stderr.write('Run `npm ci` first.\n');
  process.exit(1);
}
try {
  await Promise.all(PARTS.filter((part) => !part.face || !flags.has('--server')).map(build));
} catch (error) {
  process.stderr.write(`The build failed: ${error.message}\n`);
  process.exit(1);
}

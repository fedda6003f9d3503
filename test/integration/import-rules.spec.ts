import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve('.');
const LIBRARIES = [
  'kernel',
  'platform',
  'llm',
  'conversation',
  'knowledge',
  'handoff',
  'dialogue',
  'channels',
  'agents',
  'ui',
];

interface Violation {
  rule: { name: string };
  from: string;
}

/** One file per rule that breaks it, in a small tree with the project's own configuration. */
const BREACHES: [rule: string, file: string, content: string][] = [
  ['resolvable', 'libs/llm/src/lost.ts', `import '#nowhere';`],
  ['no-circular', 'libs/llm/src/egg.ts', `import './hen.js'; export const egg = 1;`],
  ['public-face-only', 'libs/dialogue/src/deep.ts', `export * from '../../knowledge/src/inner.js';`],
  ['kernel-imports-nothing', 'libs/kernel/src/up.ts', `export * from '#ui';`],
  ['platform-only-kernel', 'libs/platform/src/up.ts', `export * from '#llm';`],
  ['llm-only-platform', 'libs/llm/src/up.ts', `export * from '#knowledge';`],
  ['domains-are-islands', 'libs/knowledge/src/neighbour.ts', `export type { handoff } from '#handoff';`],
  ['domains-know-no-conductor', 'libs/handoff/src/up.ts', `export * from '#dialogue';`],
  ['dialogue-knows-no-edge', 'libs/dialogue/src/up.ts', `export * from '#channels';`],
  ['edges-are-islands', 'libs/agents/src/neighbour.ts', `export * from '#channels';`],
  ['apps-are-leaves', 'libs/dialogue/src/app.ts', `export * from '../../../apps/api/src/main.js';`],
  ['browser-takes-no-server', 'apps/widget/src/server.ts', `export * from '#conversation';`],
  ['policy-is-pure', 'libs/handoff/src/policy/clock.ts', `export * from '#platform';`],
  ['policy-is-pure', 'libs/handoff/src/policy/files.ts', `import 'node:fs';`],
  ['typeorm-stays-in-persistence', 'libs/knowledge/src/some.service.ts', `import 'typeorm';`],
  ['langchain-stays-in-llm', 'libs/knowledge/src/chain.ts', `import '@langchain/core/documents';`],
  ['langchain-stays-in-llm', 'libs/dialogue/src/chain.ts', `import 'langchain';`],
  ['queues-stay-in-platform', 'libs/handoff/src/queue.ts', `import 'bull';`],
  ['sockets-stay-at-the-edge', 'libs/knowledge/src/socket.ts', `import 'socket.io';`],
  ['product-takes-no-dev-dependency', 'libs/knowledge/src/tool.ts', `import 'prettier';`],
];

/** Allowed neighbours of the above. */
const ALLOWED: [file: string, content: string][] = [
  ['libs/knowledge/src/inner.ts', `export const inner = 1;`],
  ['libs/knowledge/src/article.repository.ts', `import 'typeorm'; export * from '#conversation';`],
  ['libs/knowledge/src/article.entity.ts', `import 'typeorm';`],
  ['libs/platform/src/carrier.ts', `import 'bull'; import 'socket.io'; export * from '#kernel';`],
  // The other half of the circle, which is reported once.
  ['libs/llm/src/hen.ts', `import './egg.js'; export const hen = 1;`],
  ['libs/llm/src/chat.ts', `import '@langchain/core/documents'; export * from '#platform';`],
  ['libs/handoff/src/policy/rules.ts', `export * from '#kernel'; export * from './score.js';`],
  ['libs/handoff/src/policy/score.ts', `export const score = 1;`],
  ['libs/handoff/src/tool.spec.ts', `import 'prettier';`],
  ['libs/dialogue/src/turn.ts', `export * from '#knowledge'; export * from '#handoff'; export * from '#llm';`],
  ['libs/channels/src/gateway.ts', `import 'socket.io'; export * from '#dialogue';`],
  ['libs/agents/src/gateway.ts', `export * from '#handoff';`],
  ['apps/api/src/main.ts', `export * from '#channels'; export * from '#agents';`],
  ['apps/widget/src/main.ts', `import 'preact'; import '../../../libs/ui/src/tokens.css'; export * from '#ui';`],
];

describe('import rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-imports-'));
  const put = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${content}\n`);
  };
  let violations: Violation[] = [];

  beforeAll(async () => {
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
      copyFileSync(file, join(folder, file));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const library of LIBRARIES) put(`libs/${library}/src/index.ts`, `export const ${library} = 1;`);
    put('libs/ui/src/tokens.css', ':root {}');
    for (const [file, content] of ALLOWED) put(file, content);
    for (const [, file, content] of BREACHES) put(file, content);
    const json = await new Promise<string>((done, failed) => {
      execFile(
        process.execPath,
        [
          join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
          ...['libs', 'apps', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
        ],
        { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => (stdout ? done(stdout) : failed(error ?? new Error(stderr))),
      );
    });
    violations = (JSON.parse(json) as { summary: { violations: Violation[] } }).summary.violations;
  }, 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(BREACHES)('%s catches %s', (rule, file) => {
    expect(violations.filter((v) => v.from === file).map((v) => v.rule.name)).toContain(rule);
  });

  it('lets everything through that is allowed', () => {
    const guilty = new Set(BREACHES.map(([, file]) => file));
    expect(violations.filter((v) => !guilty.has(v.from))).toEqual([]);
  });

  it('has a breach for each rule', () => {
    const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    expect([...new Set(BREACHES.map(([rule]) => rule))].sort()).toEqual(config.forbidden.map((r) => r.name).sort());
  });
});

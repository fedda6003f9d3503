import 'reflect-metadata';
import { AppConfig, DataDirInUseError, EnvironmentError, OperatorSocket } from '#platform';
import { createApp } from './create-app.js';
import { Seed, type Seeded } from './seed.js';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function welcome(config: AppConfig, port: number, seeded: Seeded, seconds: number): void {
  const at = `http://localhost:${port}`;
  say('');
  say(`Deskhand is ready (${seconds.toFixed(1)} s).`);
  say(`  Demo shop with the widget   ${at}/`);
  say(`  Agents' console             ${at}/console`);
  say(`  API description             ${at}/api/docs`);
  if (seeded.knowledge) {
    const { added, changed, unchanged, problems } = seeded.knowledge;
    const broken = problems.length > 0 ? `, ${problems.length} could not be read (see the log)` : '';
    say(`  Articles                    ${added + changed + unchanged}${broken}`);
  }
  if (seeded.missingFolder !== undefined)
    say(`  Articles                    none read: there is no folder ${seeded.missingFolder} (KNOWLEDGE_DIR)`);
  if (seeded.team) {
    say(`  Demo team                   ${seeded.team.emails.join(', ')}`);
    // One that was made is shown this once; one that was set is known, and no variable's value is ever printed.
    const password =
      config.demoPassword === undefined ? `${seeded.team.password}   (shown only now)` : 'as DEMO_PASSWORD says';
    say(`  Their password              ${password}`);
  }
  if (config.embedded) say(`  Data                        ${config.dataDir}`);
  say('  Stop with Ctrl-C.');
  say('');
}

async function main(): Promise<void> {
  const config = AppConfig.load();
  const app = await createApp(config);
  let stopping = false;
  const stop = (): void => {
    // A second Ctrl-C means now.
    if (stopping) process.exit(1);
    stopping = true;
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const seeded = await app.get(Seed).run();
  await app.listen(config.port, config.host);
  if (config.embedded) await app.get(OperatorSocket).listen();
  const address = app.getHttpServer().address() as { port: number };
  welcome(config, address.port, seeded, process.uptime());
}

main().catch((error: unknown) => {
  const expected = error instanceof EnvironmentError || error instanceof DataDirInUseError;
  const code = (error as { code?: string }).code;
  const sentence =
    code === 'EADDRINUSE'
      ? 'The port is taken by another program. Set PORT to a free one.'
      : error instanceof Error && (expected || code !== undefined)
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
  process.stderr.write(`Deskhand could not start. ${sentence}\n`);
  process.exit(1);
});

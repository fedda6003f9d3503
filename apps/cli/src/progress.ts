import { SingleBar } from 'cli-progress';
import type { CommandProgress } from '#platform';

/** Where nobody watches (a log file, a pipe), a line that often. */
const LINE_MS = 5_000;

/** A bar on the terminal, plain lines elsewhere; both on the error output, so that the result can be piped on. */
export class Progress {
  private readonly bar: SingleBar;
  private begun = false;

  constructor(unit: string, stream: NodeJS.WriteStream = process.stderr) {
    const watched = stream.isTTY;
    this.bar = new SingleBar({
      format: `${watched ? '{bar} ' : ''}{percentage} % · {value} / {total} ${unit} · {duration_formatted}, about {eta_formatted} left`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 32,
      etaBuffer: 50,
      synchronousUpdate: watched,
      // Ctrl-C ends the command, as ever.
      gracefulExit: false,
      stream,
      noTTYOutput: true,
      notTTYSchedule: LINE_MS,
    });
  }

  readonly tell: CommandProgress = (done, total) => {
    if (total === 0) return;
    if (this.begun) this.bar.setTotal(total);
    else this.bar.start(total, done);
    this.begun = true;
    this.bar.update(done);
  };

  end(): void {
    if (this.begun) this.bar.stop();
  }
}

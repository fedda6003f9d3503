import { Command, CommandRunner, Option } from 'nest-commander';
import { evalAlarms } from '../eval/alarms.task.js';
import { dialogueRow, evalDialogues } from '../eval/dialogues.task.js';
import { evalHandoff, handoffRow } from '../eval/handoff.task.js';
import { readArticles, withKnowledge } from '../eval/knowledge-desk.js';
import { evalMessages } from '../eval/messages.task.js';
import { evalOos } from '../eval/oos.task.js';
import { evalRetrieval } from '../eval/retrieval.task.js';
import { readQueryRows } from '../eval/knowledge-rows.js';
import { readRows, RowError } from '../eval/rows.js';
import { evalSentiment, sentimentRow } from '../eval/sentiment.task.js';
import { CommandError } from '../operator.js';

interface EvalOptions {
  task?: string;
  kb?: string;
  queries?: string;
  file?: string;
  compare?: boolean | string;
  without?: string[];
}

/** Where the sets of the comparison lie when no folder is given. */
const SETS = '../shared/data';

/** The project's labelled messages. */
const MESSAGES = 'libs/understanding/training';

const TASKS = ['retrieval', 'oos', 'sentiment', 'handoff', 'alarms', 'messages', 'dialogues'] as const;

@Command({ name: 'eval', description: 'measure answers and understanding on labelled rows; prints one JSON object' })
export class EvalCommand extends CommandRunner {
  async run(_inputs: string[], options: EvalOptions): Promise<void> {
    if (options.compare !== undefined) await this.compare(options.compare === true ? SETS : String(options.compare));
    else process.stdout.write(`${JSON.stringify(await this.measure(options))}\n`);
  }

  @Option({ flags: '--task <task>', description: TASKS.join(', ') })
  task(value: string): string {
    return value;
  }

  @Option({ flags: '--kb <file>', description: 'articles, JSONL, or a folder like knowledge-base' })
  kb(value: string): string {
    return value;
  }

  @Option({ flags: '--queries <file>', description: 'questions, JSONL' })
  queries(value: string): string {
    return value;
  }

  @Option({ flags: '--file <file>', description: 'rows, JSONL; for --task messages the folder of labelled messages' })
  file(value: string): string {
    return value;
  }

  @Option({ flags: '--without <ids>', description: 'for --task alarms: articles to leave out, with commas between' })
  without(value: string): string[] {
    return value.split(',').map((id) => id.trim());
  }

  @Option({
    flags: '--compare [folder]',
    description: `the desk beside MiniSearch and nlp.js on the sets of a folder (${SETS}); needs the development packages`,
  })
  comparison(value: string | boolean): string | boolean {
    return value;
  }

  private async compare(folder: string): Promise<void> {
    // Its peers are development packages: an installation without them must still start.
    const { sideBySide, toTable } = await import('../eval/compare/side-by-side.js');
    const missing = (file: string): void => void process.stderr.write(`not compared, there is no ${file}\n`);
    try {
      process.stdout.write(toTable(await sideBySide(folder, MESSAGES, missing)));
    } catch (error) {
      throw clear(error);
    }
  }

  private async measure(options: EvalOptions): Promise<object> {
    const path = (name: 'kb' | 'queries' | 'file'): string => {
      const given = options[name];
      if (given === undefined) throw new CommandError(`--task ${String(options.task)} needs --${name}`);
      return given;
    };
    try {
      switch (options.task) {
        case 'retrieval':
        case 'oos': {
          const kb = await readArticles(path('kb'));
          const queries = await readQueryRows(path('queries'), kb.known);
          return await withKnowledge<object>(kb, (desk) =>
            options.task === 'retrieval' ? evalRetrieval(desk, queries) : evalOos(desk, queries),
          );
        }
        case 'handoff':
          return await evalHandoff(await readRows(path('file'), handoffRow));
        case 'sentiment':
          return await evalSentiment(await readRows(path('file'), sentimentRow));
        case 'alarms':
          return await evalAlarms(await readQueryRows(path('queries')), new Set(options.without));
        case 'messages':
          return await evalMessages(path('file'));
        case 'dialogues': {
          const kb = await readArticles(path('kb'));
          return await evalDialogues(kb, await readRows(path('file'), dialogueRow(kb.known)));
        }
        default:
          throw new CommandError(`There is no task ${String(options.task)}. Tasks: ${TASKS.join(', ')}.`);
      }
    } catch (error) {
      throw clear(error);
    }
  }
}

/** A file that cannot be read is the caller's to mend: it is named without a stack. */
function clear(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const mendable = error instanceof RowError || /:\d+:|ENOENT|EISDIR|ENOTDIR|EACCES|cannot be read/.test(error.message);
  return mendable ? new CommandError(error.message) : error;
}

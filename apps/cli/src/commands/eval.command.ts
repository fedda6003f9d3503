import { Command, CommandRunner, Option } from 'nest-commander';
import { dialogueRow, evalDialogues } from '../eval/dialogues.task.js';
import { evalHandoff, handoffRow } from '../eval/handoff.task.js';
import { readArticles, withKnowledge } from '../eval/knowledge-desk.js';
import { evalOos } from '../eval/oos.task.js';
import { evalRetrieval } from '../eval/retrieval.task.js';
import { kbRow, queryRow } from '../eval/knowledge-rows.js';
import { readRows } from '../eval/rows.js';
import { evalSentiment, sentimentRow } from '../eval/sentiment.task.js';
import { CommandError } from '../operator.js';

interface EvalOptions {
  task?: string;
  kb?: string;
  queries?: string;
  file?: string;
}

const TASKS = ['retrieval', 'oos', 'sentiment', 'handoff', 'dialogues'] as const;

@Command({ name: 'eval', description: 'measure answers and understanding on labelled rows; prints one JSON object' })
export class EvalCommand extends CommandRunner {
  async run(_inputs: string[], options: EvalOptions): Promise<void> {
    process.stdout.write(`${JSON.stringify(await this.measure(options))}\n`);
  }

  @Option({ flags: '--task <task>', description: TASKS.join(', '), required: true })
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

  @Option({ flags: '--file <file>', description: 'rows, JSONL' })
  file(value: string): string {
    return value;
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
          const queries = await readRows(path('queries'), queryRow);
          return await withKnowledge<object>(kb, (desk) =>
            options.task === 'retrieval' ? evalRetrieval(desk, queries) : evalOos(desk, queries),
          );
        }
        case 'handoff':
          return await evalHandoff(await readRows(path('file'), handoffRow));
        case 'sentiment':
          return await evalSentiment(await readRows(path('file'), sentimentRow));
        case 'dialogues':
          return await evalDialogues(await readRows(path('kb'), kbRow), await readRows(path('file'), dialogueRow));
        default:
          throw new CommandError(`There is no task ${String(options.task)}. Tasks: ${TASKS.join(', ')}.`);
      }
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw error instanceof Error && /:\d+:|ENOENT|cannot be read/.test(error.message)
        ? new CommandError(error.message)
        : error;
    }
  }
}

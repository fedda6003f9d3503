import { Injectable, SetMetadata } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { AppError } from '#kernel';

export const OPERATOR_COMMAND = 'deskhand:operator-command';

export type CommandArguments = Readonly<Record<string, string | boolean | undefined>>;

/** Tells whoever waits for a command how far it is. */
export type CommandProgress = (done: number, total: number) => void;

type Command = (args: CommandArguments, onProgress: CommandProgress) => unknown;

/**
 * Makes a provider's method `(args, onProgress) => result` an operators' command. The command line runs it in the process that owns the database:
 * its own, or the running embedded desk over the socket file. The result is printed as it is (a text or an object).
 */
export function OperatorCommand(name: string): MethodDecorator {
  return SetMetadata(OPERATOR_COMMAND, name);
}

@Injectable()
export class OperatorCommands {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  async run(name: string, args: CommandArguments, onProgress: CommandProgress = () => undefined): Promise<unknown> {
    const command = this.find(name);
    if (!command) throw new AppError('VALIDATION_FAILED', { reason: `there is no command ${name}` });
    return command(args, onProgress);
  }

  private find(name: string): Command | undefined {
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.instance;
      if (typeof instance !== 'object' || instance === null || wrapper.isNotMetatype) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const fn = prototype[method];
        if (typeof fn === 'function' && Reflect.getMetadata(OPERATOR_COMMAND, fn) === name) {
          return (args, onProgress) => fn.call(instance, args, onProgress) as unknown;
        }
      }
    }
    return undefined;
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig } from '#platform';

/**
 * Opens a desk on an embedded database of its own in a temporary folder, runs `work`, and takes everything away again. Always offline:
 * no model, no server, whatever the environment says.
 */
export async function withDesk<T>(
  module: (config: AppConfig) => DynamicModule | Type,
  work: (desk: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-eval-'));
  try {
    const config = AppConfig.load({ DATA_DIR: folder, LOG_LEVEL: 'error', SEED_DEMO: 'false' });
    // In an evaluation nothing follows a fragment, so waiting for it would only cost time.
    Object.assign(config, { fragmentWaitMs: 0 });
    const desk = await NestFactory.createApplicationContext(module(config), { logger: ['error'], abortOnError: false });
    try {
      return await work(desk);
    } finally {
      await desk.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

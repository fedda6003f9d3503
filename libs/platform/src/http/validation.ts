import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { AppError } from '#kernel';
import { fromOutside } from './outside.js';
import { describeProblems } from './problems.js';

class StrictPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(metadata.type === 'custom' ? value : fromOutside(value), metadata) as Promise<unknown>;
  }
}

/** Strict: unknown fields are refused, nothing is converted but what a DTO says with @Type. */
export function validationPipe(): ValidationPipe {
  return new StrictPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (problems) => new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) }),
  });
}

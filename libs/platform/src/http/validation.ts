import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { AppError } from '#kernel';

/** The first things that are wrong, by field: "text must be a string; limit must not be greater than 200". */
export function describeProblems(problems: ValidationError[], path = ''): string {
  const lines = problems.flatMap((p) => {
    const field = path ? `${path}.${p.property}` : p.property;
    const own = Object.values(p.constraints ?? {}).map((c) => (path ? `${path}: ${c}` : c));
    const nested = p.children && p.children.length > 0 ? [describeProblems(p.children, field)] : [];
    return [...own, ...nested];
  });
  return lines.slice(0, 5).join('; ');
}

/** Strict: unknown fields are refused, nothing is converted but what a DTO says with @Type. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (problems) => new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) }),
  });
}

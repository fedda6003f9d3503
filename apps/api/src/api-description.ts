import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ApiProperty, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { ERROR_KINDS } from '#kernel';

type Class = new () => object;

/** OpenAPI at /api/docs, JSON at /api/docs-json. */
export function describeApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('api/docs', app, () => (document ??= openApi(app)), { jsonDocumentUrl: 'api/docs-json' });
}

function openApi(app: INestApplication): OpenAPIObject {
  for (const dto of payloads(app)) describePayload(dto);
  const description = new DocumentBuilder()
    .setTitle('Deskhand')
    .setDescription('AI-first customer-service desk for retail. The sockets are described by apps/api/asyncapi.yaml.')
    .setVersion('1')
    .addBearerAuth()
    .addGlobalResponse({ status: '4XX', description: 'Refused; the code says why.', schema: ERROR })
    .build();
  return SwaggerModule.createDocument(app, description);
}

/** The error shape, everywhere the same. */
const ERROR = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_KINDS) },
        message: { type: 'string', description: 'What to do, in the language of Accept-Language.' },
        details: { type: 'object' },
        retryAfterMs: { type: 'integer', description: 'The call may be repeated after this time.' },
      },
    },
  },
};

/** The classes that validate bodies and queries, found as Nest itself finds them: by the types of the handlers' parameters. */
function payloads(app: INestApplication): Set<Class> {
  const scanner = new MetadataScanner();
  const found = new Set<Class>();
  for (const { metatype } of app.get(DiscoveryService).getControllers()) {
    const prototype: unknown = typeof metatype === 'function' ? metatype.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null) continue;
    for (const method of scanner.getAllMethodNames(prototype)) {
      const types = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as Class[];
      for (const type of types) if (isPayload(type)) found.add(type);
    }
  }
  return found;
}

function isPayload(type: unknown): type is Class {
  return (
    typeof type === 'function' && getMetadataStorage().getTargetValidationMetadatas(type, '', true, false).length > 0
  );
}

/** Says to OpenAPI what class-validator checks, so that the two cannot differ. */
function describePayload(dto: Class): void {
  const { properties = {}, required = [] } = targetConstructorToSchema(dto);
  const defaults = new dto() as Record<string, unknown>;
  for (const [name, schema] of Object.entries(properties)) {
    const preset = defaults[name];
    const needed = required.includes(name) && preset === undefined;
    const options = { ...schema, required: needed, ...(preset === undefined ? {} : { default: preset }) };
    ApiProperty(options as Parameters<typeof ApiProperty>[0])(dto.prototype as object, name);
  }
}

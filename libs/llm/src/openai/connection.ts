import type { ClientOptions } from 'openai';

/** Where the models are and who asks: `AppConfig.openai`. */
export interface OpenAiConnection {
  apiKey: string;
  /** Ends in the version, as in `https://api.openai.com/v1`; absent: OpenAI's own. */
  baseUrl?: string;
}

/**
 * Options of the client library. Everything it would otherwise look up in the environment is set here, since configuration is parsed in one place;
 * its own log is off, since it prints addresses and bodies.
 */
export function clientOptions({ apiKey, baseUrl }: OpenAiConnection): ClientOptions {
  return {
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
  };
}

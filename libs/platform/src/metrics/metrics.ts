import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The figures behind `GET /metrics`, in Prometheus' naming. One registry per application, so that tests do not share theirs. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly turns = this.counter('deskhand_turns_total', 'Bot turns by outcome', ['outcome']);
  readonly turnSeconds = this.histogram('deskhand_turn_seconds', 'From the start of a turn to its committed answer');
  readonly handoffs = this.counter('deskhand_handoffs_total', 'Conversations handed to a person by first reason', [
    'rule',
    'severity',
  ]);
  readonly messages = this.counter('deskhand_messages_total', 'Stored messages by author', ['author']);
  readonly jobs = this.counter('deskhand_jobs_total', 'Outbox jobs by handler and how they ended', [
    'handler',
    'result',
  ]);
  readonly jobSeconds = this.histogram('deskhand_job_seconds', 'Run time of an outbox job', ['handler']);
  readonly deadLetters = this.gauge('deskhand_dead_letters', 'Outbox jobs that were given up');
  readonly sockets = this.gauge('deskhand_sockets', 'Connected sockets by namespace', ['namespace']);
  readonly httpSeconds = this.histogram('deskhand_http_seconds', 'HTTP requests', ['method', 'route', 'status']);
  readonly limited = this.counter('deskhand_rate_limited_total', 'Calls refused by a rate limit', ['bucket']);
  readonly searchSeconds = this.histogram('deskhand_search_seconds', 'One look-up in the knowledge base', ['locale']);
  readonly reindexed = this.gauge(
    'deskhand_knowledge_reindexed_ratio',
    'Share of the articles that the next set of vectors has; 1 when it is complete',
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<L extends string>(name: string, help: string, labelNames: L[] = []): Histogram<L> {
    const buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}

import type { Client } from '@temporalio/client';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ReceiverPolicy } from '../../activities/attempt_webhook/receiver.ts';
import type { HandlerContract } from '../../activities/contract.ts';
import type { SealFor } from '../../db/sealed.ts';
import type { TaskQueues } from '../../plan/job.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { SpecRegistry } from '../../yaml-compiler/registry.ts';
import type { Cursors } from '../shared/cursor.ts';
import type { ClientTurns } from './compile/client-turns.ts';
import type { CompilePool } from './compile/compile-pool.ts';
import type { KnownPlatforms } from './preflight/known-platforms.ts';
import type { ProgressFeed } from './progress/feed.ts';
import type { SealFor as SealAnswersFor } from './sealed-answers.ts';

/** What the domain API works with. Made by src/main. */
export interface DomainServices {
  /** Of the domain's role. */
  pool: pg.Pool;
  temporal: Client;
  task_queues: TaskQueues;
  /** Jobs whose start Temporal has acknowledged since the last sweep, which passes over them. */
  started: Set<string>;
  storage: BlobStore;
  /** Bytes of a blob that a job is given. */
  max_source_bytes: number;
  /** Clients get signed addresses of blobs in these containers, which last so long. */
  signing: { containers: readonly string[]; lifetime_ms: number };
  specs: SpecRegistry;
  platforms: KnownPlatforms;
  /** Of every handler: what is given in the place of one's output is held to it. */
  contracts: readonly HandlerContract[];
  /** For specs that come over HTTP. */
  compiler: CompilePool;
  /** Of the clients that send them. */
  run_turns: ClientTurns;
  /** For those who follow a job. */
  progress: ProgressFeed;
  /** Of the lists that it answers with. */
  cursors: Cursors;
  /** What is kept of requests under an Idempotency-Key: for how long, and how where it has a secret in it. */
  idempotency: { lifetime_ms: number; sealFor: SealAnswersFor };
  /** How clients' callbacks are signed, to whom they go, and when they are tried again. */
  webhooks: { seals: SealFor; policy: ReceiverPolicy; delays_ms: readonly number[] };
  /** Key of the tokens by which the gateway is believed. */
  service_key: Uint8Array;
  software_version: string;
  /** What is counted of this process. */
  metrics: Registry;
  /**
   * Brings the database to the state that this software needs, and returns the migrations that were applied. undefined
   * where the process was not given the owner's login.
   */
  deploy: (() => Promise<string[]>) | undefined;
  /** Runs of used specs that one job may have under way at a time. */
  used_runs: number;
  /** Jobs of specs that are sent along which one client may have unfinished. */
  unfinished_runs: number;
  /** Test hook: wait between commit and workflow start. 0 in every other case. */
  pause_before_start_ms: number;
  log: Logger;
}

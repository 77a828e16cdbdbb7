import type { HandlerContract } from '../activities/contract.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import type { HandlerCatalogue } from '../yaml-compiler/handler-catalogue.ts';
import type { GatewayClient } from './gateway-client/gateway-client.ts';
import type { Terminal } from './terminal.ts';

/** What the commands have of the world; src/main/cli.ts makes it. */
export interface CliContext {
  /** Of the software. */
  readonly version: string;
  readonly terminal: Terminal;
  /** The handlers that specs may use. */
  catalogue(): Promise<HandlerCatalogue>;
  /** The same, and what holds them to what they accept and give. */
  handlers(): Promise<{ catalogue: HandlerCatalogue; contracts: readonly HandlerContract[] }>;
  /**
   * The folder that the services take specs from.
   *
   * @throws CliError where the settings are malformed
   */
  specsFolder(): string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** @throws CliError where the settings do not say how to reach it */
  gateway(): GatewayClient;
  /** @throws CliError where the settings do not say how to reach it */
  storage(): Promise<BlobStore>;
  /** A job's page in the Temporal UI, where there is one. */
  jobPage(jobId: string): string | undefined;
}

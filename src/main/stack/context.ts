import type { ProcessKind } from '../settings/processes.ts';
import type { Environment, Settings } from '../settings/settings.ts';
import { type OwnParts, ownParts, stackEnvironment } from './addresses.ts';
import { plainEnvironment, processEnvironment } from './child-environment.ts';
import { searchPath } from './programs.ts';
import type { Runner } from './runner.ts';
import type { Secrets } from './secrets.ts';
import type { StateFolder } from './state-folder.ts';

export interface StackOptions {
  /** Root of the project. */
  readonly root: string;
  readonly settings: Settings<'stack'>;
  readonly environment: Environment;
  /** Everything but the domain API, the gateway and the worker. */
  readonly infraOnly: boolean;
  /** One line of progress, or a sentence about something that happened. */
  readonly report: (line: string) => void;
  /** Aborted to break off the start. */
  readonly signal: AbortSignal;
}

/** What the parts of a stack know in common while they are started. */
export interface StackContext {
  readonly options: StackOptions;
  readonly settings: Settings<'stack'>;
  readonly folder: StateFolder;
  readonly runner: Runner;
  readonly secrets: Secrets;
  readonly own: OwnParts;
  readonly path: string;
  /** Addresses and keys by environment name. */
  readonly stack: Record<string, string>;
  /** For programs that are not ours. */
  readonly plain: Record<string, string>;
  /** For a process of ours; after the certificates are made. */
  envOf(kind: ProcessKind): Record<string, string>;
  /** PEM bundle; set when the certificates are made. */
  trusted: string | undefined;
}

export function createContext(
  options: StackOptions,
  folder: StateFolder,
  runner: Runner,
  secrets: Secrets,
): StackContext {
  const { root, settings, environment } = options;
  const path = searchPath(root, environment);
  const stack = stackEnvironment(settings, secrets, folder, root);
  const context: StackContext = {
    options,
    settings,
    folder,
    runner,
    secrets,
    own: ownParts(settings),
    path,
    stack,
    plain: plainEnvironment(environment, path, folder.root),
    trusted: undefined,
    envOf: (kind) =>
      processEnvironment(kind, { environment, path, stateDir: folder.root, stack, trusted: context.trusted }),
  };
  return context;
}

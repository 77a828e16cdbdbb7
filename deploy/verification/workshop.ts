import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { runOnce } from '../../src/main/stack/run-once.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Where a verification works, and how it runs programs. */
export interface Workshop {
  /** Kept from one verification to the next: images, programs that were built. */
  readonly cache: string;
  /** Of this verification alone. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Runs a program to its end.
   *
   * @returns what it wrote
   * @throws FaultError with the end of what it wrote; the signal's reason
   */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  close(): void;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Undefined: the verification's own. Null: none, for what has to be done after it was broken off. */
  readonly signal?: AbortSignal | null;
}

/** What `statfs` has for a file system that is itself made of layers, on which no other can be made. */
const OVERLAYFS = 0x794c7630;

export function openWorkshop(signal: AbortSignal): Workshop {
  const cache = join(
    process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), '.cache'),
    'rhumbline',
    'verify',
  );
  for (const path of [cache, join(RUN_FOLDER, 'networks')]) mkdirSync(path, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-verify-'));
  const env = { ...ownEnvironment(), ...configure(cache, folder) };
  return {
    cache,
    folder,
    env,
    run: (command, args, { cwd = ROOT, env: more = {}, signal: other = signal } = {}) =>
      runOnce({
        ...{ name: [command, ...args].slice(0, 3).join(' '), command, args, cwd, env: { ...env, ...more } },
        ...(other === null ? {} : { signal: other }),
      }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The same while images are built and while containers run; there it lies in memory. */
export const RUN_FOLDER = '/run/rhumbline-verify';

/** A podman of its own: its images, networks and state are beside those of the machine's, which it does not touch. */
function configure(cache: string, folder: string): Record<string, string> {
  const file = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const nested = statfsSync(cache).type === OVERLAYFS;
  return {
    CONTAINERS_CONF: file('containers.conf', [
      '[engine]',
      'runtime = "runc"',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "file"',
      `tmp_dir = "${RUN_FOLDER}/libpod"`,
      '[network]',
      'network_backend = "netavark"',
      `network_config_dir = "${RUN_FOLDER}/networks"`,
    ]),
    CONTAINERS_STORAGE_CONF: file('storage.conf', [
      '[storage]',
      'driver = "overlay"',
      `graphroot = "${join(cache, 'storage')}"`,
      `runroot = "${RUN_FOLDER}/storage"`,
      ...(nested ? ['[storage.options.overlay]', 'mount_program = "/usr/bin/fuse-overlayfs"'] : []),
    ]),
    CONTAINERS_REGISTRIES_CONF: file('registries.conf', ['unqualified-search-registries = ["docker.io"]']),
    // Health checks are asked for here; podman would want systemd to do it by itself.
    DISABLE_HC_SYSTEMD: 'true',
  };
}

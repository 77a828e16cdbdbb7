import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { FaultError } from '../../src/plan/fault.ts';
import { type ComposeFile, imageLike } from './compose-file.ts';
import { ROOT, type Workshop } from './workshop.ts';

const BASE_IMAGE = 'docker.io/library/rhumbline-verify-base:latest';
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';
export const OWN_TAG = 'verify';

/** A bare Debian as an image, from the machine's own mirror, and trusting whom the machine trusts. */
export async function makeBase(workshop: Workshop): Promise<void> {
  if (await hasImage(workshop, BASE_IMAGE)) return;
  const rootfs = join(workshop.cache, 'rootfs');
  rmSync(rootfs, { recursive: true, force: true });
  await workshop.run('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', rootfs, mirror()]);
  if (existsSync(AUTHORITIES)) cpSync(AUTHORITIES, join(rootfs, AUTHORITIES));
  rmSync(join(rootfs, 'var/cache/apt/archives'), { recursive: true, force: true });
  const context = join(workshop.folder, 'base');
  mkdirSync(context);
  writeFileSync(join(context, 'Containerfile'), 'FROM scratch\nADD rootfs.tar /\n');
  await workshop.run('tar', ['-C', rootfs, '-cf', join(context, 'rootfs.tar'), '.']);
  await buildah(workshop, context, ['--tag', BASE_IMAGE]);
  for (const path of [rootfs, context]) rmSync(path, { recursive: true });
}

function mirror(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = [...readdirSync(folder).map((name) => join(folder, name)), '/etc/apt/sources.list'];
  for (const file of files.filter((path) => /debian\.sources$|sources\.list$/.test(path) && existsSync(path))) {
    const found = /^(?:URIs:|deb)\s+(?:\[.*?\]\s+)?(https?:\S+)/m.exec(readFileSync(file, 'utf8'))?.[1];
    if (found !== undefined) return found;
  }
  return 'http://deb.debian.org/debian';
}

interface GoProgram {
  readonly name: string;
  readonly module: string;
  readonly folder: string;
}

/** The real servers, of the versions that docker-compose.yml has, as their publishers build them. */
function goPrograms(compose: ComposeFile): GoProgram[] {
  const server = `go.temporal.io/server@v${versionOf(imageLike(compose, 'server'))}`;
  const ui = `github.com/temporalio/ui-server/v2@v${versionOf(imageLike(compose, 'ui'))}`;
  return [
    { name: 'temporal-server', module: server, folder: 'cmd/server' },
    { name: 'temporal-sql-tool', module: server, folder: 'cmd/tools/sql' },
    { name: 'temporal-ui-server', module: ui, folder: 'cmd/server' },
  ];
}

/** @returns where the programs lie */
export async function buildPrograms(workshop: Workshop, compose: ComposeFile): Promise<string> {
  const folder = join(workshop.cache, 'programs');
  mkdirSync(folder, { recursive: true });
  for (const { name, module, folder: path } of goPrograms(compose)) {
    const [source = '', version = ''] = module.split('@');
    const target = join(folder, `${name}-${version}`);
    if (existsSync(target)) continue;
    const bin = join(workshop.folder, 'go');
    const env = { GOBIN: bin, CGO_ENABLED: '0' };
    const args = ['install', '-trimpath', '-ldflags=-s -w', `${source}/${path}@${version}`];
    await workshop.run('go', args, { env });
    // Appears whole or not at all; the file systems may be two.
    cpSync(join(bin, path.split('/').at(-1) ?? ''), `${target}.new`);
    renameSync(`${target}.new`, target);
  }
  return folder;
}

/** The folder of a module's source, for a file that its image has besides. */
async function sourceOf(workshop: Workshop, module: string): Promise<string> {
  const cache = (await workshop.run('go', ['env', 'GOMODCACHE'])).trim();
  return join(cache, module);
}

/** Stand-ins for the published images, under the names that docker-compose.yml has. */
export async function buildStandIns(workshop: Workshop, compose: ComposeFile, programs: string): Promise<void> {
  const [server, tool, ui] = goPrograms(compose);
  if (!server || !tool || !ui) throw new Error('no programs');
  const program = ({ name, module }: GoProgram) => [join(programs, `${name}-${module.split('@')[1]}`), name] as const;
  const node = nodeImage();
  const npm = dirname(dirname((await workshop.run('readlink', ['-f', await which(workshop, 'npm')])).trim()));
  const azurite = imageLike(compose, 'azurite');
  const build = (name: string, tag: string, files: readonly (readonly [string, string])[], args: string[] = []) =>
    buildStandIn(workshop, { name, tag, files, args: args.flatMap((arg) => ['--build-arg', arg]) });

  await build('node', node, [[process.execPath, 'node'], [npm, 'npm']]); // biome-ignore format: pairs
  await build('postgis', imageLike(compose, 'postgis'), []);
  await build('temporal', imageLike(compose, 'server'), [program(server)]);
  await build('temporal-admin-tools', imageLike(compose, 'admin-tools'), [program(tool)]);
  const config = join(await sourceOf(workshop, ui.module), 'config');
  await build('temporal-ui', imageLike(compose, 'ui'), [program(ui), [config, 'config']]);
  await build('azurite', azurite, [], [`NODE_IMAGE=${node}`, `AZURITE_VERSION=${versionOf(azurite)}`]);
  await build('prometheus', imageLike(compose, 'prometheus'), []);
  await build('grafana', imageLike(compose, 'grafana'), [], [`NODE_IMAGE=${node}`]);
}

interface StandIn {
  readonly name: string;
  readonly tag: string;
  /** What is copied into its folder, and under what name. */
  readonly files: readonly (readonly [string, string])[];
  readonly args: readonly string[];
}

async function buildStandIn(workshop: Workshop, { name, tag, files, args }: StandIn): Promise<void> {
  const context = join(workshop.folder, name);
  cpSync(join(import.meta.dirname, 'stand-ins', name), context, { recursive: true });
  for (const [source, target] of files) {
    cpSync(source, join(context, target), { recursive: true, dereference: true, preserveTimestamps: true });
  }
  await buildah(workshop, context, [...args, '--tag', tag]);
  rmSync(context, { recursive: true });
}

/** The project's own images, by its own Dockerfile. */
export async function buildOwnImages(workshop: Workshop, compose: ComposeFile): Promise<void> {
  const targets = new Map(
    Object.values(compose.services).flatMap(({ build, image }) => (build ? [[build.target, image]] : [])),
  );
  for (const [target = '', image = ''] of targets) {
    await buildah(workshop, ROOT, ['--target', target, '--tag', image.replace(/:\$\{.*\}$/, `:${OWN_TAG}`)]);
  }
}

async function buildah(workshop: Workshop, context: string, args: readonly string[]): Promise<void> {
  await workshop.run('buildah', [
    'bud',
    '--isolation',
    'chroot',
    '--layers',
    '--pull-never',
    '--quiet',
    ...args,
    context,
  ]);
}

function nodeImage(): string {
  const found = /^ARG NODE_IMAGE=(.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1];
  if (found === undefined) throw new Error('the Dockerfile has no ARG NODE_IMAGE');
  return found;
}

function versionOf(image: string): string {
  const found = /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1];
  if (found === undefined) throw new Error(`${image} has no version`);
  return found;
}

async function hasImage(workshop: Workshop, image: string): Promise<boolean> {
  return workshop.run('buildah', ['inspect', '--type', 'image', image]).then(
    () => true,
    (error) => {
      if (error instanceof FaultError) return false;
      throw error;
    },
  );
}

async function which(workshop: Workshop, name: string): Promise<string> {
  return (await workshop.run('sh', ['-c', `command -v ${name}`])).trim();
}

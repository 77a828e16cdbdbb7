import { existsSync } from 'node:fs';
import type { Workshop } from './workshop.ts';

/** Debian packages by a file that each brings. */
const PACKAGES: Readonly<Record<string, string>> = {
  podman: '/usr/bin/podman',
  buildah: '/usr/bin/buildah',
  runc: '/usr/sbin/runc',
  netavark: '/usr/lib/podman/netavark',
  'aardvark-dns': '/usr/lib/podman/aardvark-dns',
  'fuse-overlayfs': '/usr/bin/fuse-overlayfs',
  debootstrap: '/usr/sbin/debootstrap',
  iptables: '/usr/sbin/iptables',
  iproute2: '/usr/sbin/ip',
};

const COMPOSE_VERSION = '1.6.0';

/** Installs what is missing, and says so first. */
export async function install(workshop: Workshop, report: (line: string) => void): Promise<void> {
  const missing = Object.entries(PACKAGES).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  if (missing.length > 0) {
    report(`installing by apt: ${missing.join(', ')}`);
    await workshop.run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=300']);
    const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
    await workshop.run('apt-get', ['install', ...options, ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  }
  if (existsSync(composeProgram(workshop))) return;
  report(`installing podman-compose ${COMPOSE_VERSION} into ${composeFolder(workshop)}`);
  await workshop.run('python3', ['-m', 'venv', '--clear', composeFolder(workshop)]);
  const pip = `${composeFolder(workshop)}/bin/pip`;
  await workshop.run(pip, ['install', '--quiet', '--disable-pip-version-check', `podman-compose==${COMPOSE_VERSION}`]);
}

export function composeProgram(workshop: Workshop): string {
  return `${composeFolder(workshop)}/bin/podman-compose`;
}

function composeFolder({ cache }: Workshop): string {
  return `${cache}/podman-compose-${COMPOSE_VERSION}`;
}

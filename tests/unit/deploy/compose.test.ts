import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { z } from 'zod';
import { SETTINGS, type SettingKey } from '../../../src/main/settings/definitions.ts';
import { PROCESSES, type ProcessKind } from '../../../src/main/settings/processes.ts';
import { fileNameOf } from '../../../src/main/settings/secret-file.ts';
import type { Setting } from '../../../src/main/settings/setting.ts';
import { readSettings } from '../../../src/main/settings/settings.ts';
import { WORKER_ENVIRONMENT, WORKER_NODE_FLAGS } from '../../../src/main/worker/memory.ts';
import { COMPOSE, commandOf, DOCKERFILE, INTERPOLATED, ownServices, ROOT, type Service } from './support/compose.ts';

/** Read by Node itself. */
const NODES_OWN = ['NODE_EXTRA_CA_CERTS'];
/** Of the user of the file, and of nobody else. */
const OF_THE_FILE = /^(PUBLISHED_[A-Z_]+|RHUMBLINE_VERSION|RHUMBLINE_SECRETS)$/;

const setting = (key: SettingKey): Setting => SETTINGS[key];

function kindOf(script: string): ProcessKind {
  const kind = Object.keys(PROCESSES).find((each) => each === script);
  assert.ok(kind, `src/main/${script}.ts is no kind of process`);
  return kind as ProcessKind;
}

/** Names that a process of this kind reads, in either form. */
function namesOf(kind: ProcessKind): string[] {
  const { required, optional } = PROCESSES[kind];
  return [...required, ...optional].flatMap((key) =>
    setting(key).secret ? [setting(key).env, fileNameOf(setting(key))] : [setting(key).env],
  );
}

const secrets = mkdtempSync(join(tmpdir(), 'rhumbline-secrets-'));
after(() => rmSync(secrets, { recursive: true }));

describe('docker-compose.yml', () => {
  it('runs every process of ours, each by a script that there is', () => {
    const scripts = ownServices().map(({ script }) => script);
    assert.deepEqual([...new Set(scripts)].sort(), [
      'domain',
      'gateway',
      'identity-stub',
      'migrate',
      'prepare',
      'worker',
    ]);
    for (const script of scripts) assert.ok(existsSync(join(ROOT, 'src/main', `${script}.ts`)), script);
  });

  for (const { name, service, script } of ownServices()) {
    it(`${name} is given nothing that it does not read`, () => {
      const known = [...namesOf(kindOf(script)), ...NODES_OWN];
      assert.deepEqual(
        Object.keys(service.environment).filter((each) => !known.includes(each)),
        [],
      );
    });

    it(`${name} finds all that it needs, from secrets as they are made`, () => {
      const made = spawnSync(join(ROOT, 'deploy/make-secrets'), [secrets], { encoding: 'utf8' });
      assert.equal(made.status, 0, made.stderr);
      const environment = Object.entries(service.environment).map(([key, value]) => [
        key,
        value.replace('/run/secrets', secrets),
      ]);
      assert.doesNotThrow(() => readSettings(kindOf(script), Object.fromEntries(environment)));
    });

    it(`${name} may do as little as possible`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
    });
  }

  it('has no secret in it, and hands out as files only what there is', () => {
    const secretNames = Object.values(SETTINGS).flatMap((each: Setting) => (each.secret ? [each.env] : []));
    for (const [name, { environment, secrets: handed }] of Object.entries(COMPOSE.services)) {
      for (const [key, value] of Object.entries(environment)) {
        assert.ok(!secretNames.includes(key), `${name} has ${key} in the open`);
        const file = /^\/run\/secrets\/(.*)$/.exec(value)?.[1];
        if (file !== undefined) assert.ok(handed.includes(file), `${name} is not handed ${file}`);
      }
      for (const each of handed) assert.ok(each in COMPOSE.secrets, `${name} is handed ${each}`);
    }
  });

  it('has just the secrets that deploy/make-secrets makes', () => {
    spawnSync(join(ROOT, 'deploy/make-secrets'), [secrets]);
    assert.deepEqual(readdirSync(secrets).sort(), Object.keys(COMPOSE.secrets).sort());
    for (const [name, { file }] of Object.entries(COMPOSE.secrets)) assert.equal(file, `./deploy/secrets/${name}`);
    assert.equal(statSync(secrets).mode & 0o777, 0o700);
  });

  it('secrets stay as they are when they are made again', () => {
    const read = () => Object.keys(COMPOSE.secrets).map((name) => readFileSync(join(secrets, name), 'utf8'));
    const first = read();
    assert.match(
      spawnSync(join(ROOT, 'deploy/make-secrets'), [secrets], { encoding: 'utf8' }).stdout,
      /: all there in /,
    );
    assert.deepEqual(read(), first);
  });

  it('mounts only volumes and files that there are', () => {
    for (const [name, { volumes }] of Object.entries(COMPOSE.services)) {
      for (const [source = ''] of volumes.map((each) => each.split(':'))) {
        const isThere = source.startsWith('.') ? existsSync(join(ROOT, source)) : source in COMPOSE.volumes;
        assert.ok(isThere, `${name} mounts ${source}`);
      }
    }
  });

  it('takes from its user only settings and what is the file’s own', () => {
    const known: string[] = Object.values(SETTINGS).map(({ env }) => env);
    assert.deepEqual(
      INTERPOLATED.filter((name) => !known.includes(name) && !OF_THE_FILE.test(name)),
      [],
    );
  });

  it('pins every image to a version', () => {
    const images = Object.values(COMPOSE.services).map(({ image }) => image);
    const [node] = /(?<=NODE_IMAGE=).*/.exec(DOCKERFILE) ?? [''];
    for (const image of [...images.filter((each) => !each.includes('/rhumbline-')), node]) {
      assert.match(image, /^[a-z.]+(?:\/[a-z-]+)+:v?\d+[\w.-]+$/);
    }
  });

  it('starts again what ends, and watches what stays', () => {
    const once = ['temporal-schema', 'migrations', 'prepare'];
    for (const [name, { restart, healthcheck, build }] of Object.entries(COMPOSE.services)) {
      assert.equal(restart, once.includes(name) ? 'on-failure' : 'unless-stopped', name);
      if (build && ![...once, 'identity'].includes(name)) assert.ok(healthcheck, `${name} has no health check`);
    }
  });
});

describe('ports of docker-compose.yml', () => {
  /** Where something of ours listens, and where others look for it. */
  const listens = (name: string, key: SettingKey) => COMPOSE.services[name]?.environment[setting(key).env];

  it('are where the others look', () => {
    assert.equal(urlFor('gateway', 'domainUrl').port, listens('domain', 'domainPort'));
    assert.equal(urlFor('domain', 'identityEndpoint').port, listens('identity', 'identityPort'));
    assert.equal(urlFor('domain', 'identityEndpoint').hostname, 'identity');
    assert.equal(urlFor('gateway', 'domainUrl').hostname, 'domain');
    assert.match(COMPOSE.services.gateway?.ports[0] ?? '', new RegExp(`:${listens('gateway', 'gatewayPort')}$`));
    const azurite = readFileSync(join(ROOT, 'deploy/azurite/start.sh'), 'utf8');
    assert.match(azurite, new RegExp(`--blobPort ${urlFor('domain', 'storageUrl').port} `));
  });

  it('are those that health checks ask, and Prometheus', () => {
    const metrics = { gateway: 'gatewayMetricsPort', domain: 'domainMetricsPort' } as const;
    const targets = scrapeTargets();
    for (const [name, key] of Object.entries(metrics)) assert.equal(targets.get(name), Number(listens(name, key)));
    for (const { name, script } of ownServices()) {
      if (script === 'worker') assert.equal(targets.get(name), Number(listens(name, 'workerMetricsPort')), name);
    }
    assert.equal(probed('gateway'), `http://127.0.0.1:${listens('gateway', 'gatewayPort')}/health/ready`);
    assert.equal(probed('domain'), `http://127.0.0.1:${listens('domain', 'domainPort')}/health/ready`);
    for (const name of ['worker-light', 'worker-heavy']) {
      assert.equal(probed(name), `http://127.0.0.1:${listens(name, 'workerMetricsPort')}/metrics`);
    }
  });

  it('Temporal’s are those of its own configuration', () => {
    const yaml = readFileSync(join(ROOT, 'deploy/temporal/production.yaml'), 'utf8');
    const rpc = z.object({ rpc: z.object({ grpcPort: z.number() }) });
    const { services, global } = z
      .object({
        services: z.object({ frontend: rpc }),
        global: z.object({ metrics: z.object({ prometheus: z.object({ listenAddress: z.string() }) }) }),
      })
      .parse(load(yaml, { schema: CORE_SCHEMA.withTags(mergeTag) }));
    assert.equal(COMPOSE.services.domain?.environment.TEMPORAL_ADDRESS, `temporal:${services.frontend.rpc.grpcPort}`);
    assert.equal(global.metrics.prometheus.listenAddress, `0.0.0.0:${scrapeTargets().get('temporal')}`);
  });

  function urlFor(name: string, key: SettingKey): URL {
    return new URL(COMPOSE.services[name]?.environment[setting(key).env] ?? '');
  }

  function probed(name: string): string | undefined {
    return COMPOSE.services[name]?.healthcheck?.test.at(-1);
  }
});

describe('Dockerfile', () => {
  it('builds what docker-compose.yml names, and ends no image as root', () => {
    const stages = DOCKERFILE.split(/^FROM /m).slice(1);
    for (const target of new Set(ownServices().map(({ service }: { service: Service }) => service.build?.target))) {
      const stage = stages.find((each) => each.split('\n')[0]?.endsWith(` AS ${target}`)) ?? assert.fail(target);
      assert.equal([...stage.matchAll(/^USER (\w+)$/gm)].at(-1)?.[1], 'node');
    }
  });

  it('starts workers as the local stack does', () => {
    assert.deepEqual(commandOf('worker'), [...WORKER_NODE_FLAGS, 'src/main/worker.ts']);
    for (const [name, value] of Object.entries(WORKER_ENVIRONMENT))
      assert.match(DOCKERFILE, new RegExp(`${name}=${value}`));
    const scratch = COMPOSE.services['worker-light']?.environment.RHUMBLINE_SCRATCH_DIR;
    assert.match(DOCKERFILE, new RegExp(`^VOLUME ${scratch}$`, 'm'));
  });

  it('has the pypgstac that scripts/bootstrap installs', () => {
    const bootstrap = readFileSync(join(ROOT, 'scripts/bootstrap'), 'utf8');
    const version = /PYPGSTAC_VERSION=([\d.]+)/;
    assert.equal(version.exec(DOCKERFILE)?.[1], version.exec(bootstrap)?.[1]);
  });
});

/** Ports by the names that Prometheus asks DNS for. */
function scrapeTargets(): Map<string, number> {
  const dns = z.object({ names: z.array(z.string()), port: z.number() });
  const schema = z.object({ scrape_configs: z.array(z.object({ dns_sd_configs: z.array(dns) })) });
  const { scrape_configs } = schema.parse(load(readFileSync(join(ROOT, 'deploy/prometheus/prometheus.yml'), 'utf8')));
  const targets = scrape_configs.flatMap((job) => job.dns_sd_configs);
  return new Map(targets.flatMap(({ names, port }) => names.map((name) => [name, port] as const)));
}

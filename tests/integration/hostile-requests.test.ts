import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { signServiceToken } from '../../src/api/shared/service-token.ts';
import { stackEnv } from '../support/stack.ts';

/** Made of the OpenAPI documents, so that an operation that is new is asked all of it as well. */

interface Operation {
  operationId: string;
  security?: object[];
  parameters?: { in: string; name: string }[];
  requestBody?: { required?: boolean; content: { 'application/json': { example?: unknown } } };
}

interface Asked {
  method: string;
  path: string;
  operation: Operation;
}

/** Of what is not there: whatever is asked of it, nothing changes. */
const NOTHINGS: Readonly<Record<string, string>> = {
  asset_id: '0'.repeat(32),
  ordinal: '1',
  job_id: 'nobody',
  node_id: 'nowhere',
  request_id: 'nobody',
  workflow_id: 'nothing',
  platform_id: 'nobody',
  prefix: '000000000000',
  delivery_id: `msg_${'0'.repeat(32)}`,
  collection_id: 'nothing',
  item_id: 'nothing',
  asset_key: 'nothing',
};

const KEY = new TextEncoder().encode(stackEnv('RHUMBLINE_SERVICE_KEY'));

const SERVICES = {
  gateway: {
    url: stackEnv('RHUMBLINE_GATEWAY_URL'),
    headers: async (_method: string, _path: string) => ({ 'X-API-Key': stackEnv('RHUMBLINE_API_KEY') }),
  },
  'domain API': {
    url: stackEnv('RHUMBLINE_DOMAIN_URL'),
    headers: async (method: string, path: string) => {
      const identity = { actor: 'test', scopes: ['admin'] as const, platform_id: null };
      const token = signServiceToken(KEY, { identity, request_id: 'hostile', method, path });
      return { Authorization: `Bearer ${token}`, 'X-Request-Id': 'hostile' };
    },
  },
} as const;

for (const [name, { url, headers }] of Object.entries(SERVICES)) {
  describe(`every operation of the ${name}`, () => {
    let all: Asked[];
    before(async () => {
      const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
        paths: Record<string, Record<string, Operation>>;
      };
      all = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
      );
    });

    async function ask({ method, path }: Asked, init: RequestInit = {}, fill = NOTHINGS, query = '') {
      const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
        const value = fill[parameter];
        assert.ok(value !== undefined, `the path parameter ${parameter} is new: say here what is not there`);
        return value;
      });
      const response = await fetch(`${url}${filled}${query}`, {
        method,
        ...init,
        headers: {
          ...(await headers(method, new URL(`${url}${filled}`).pathname)),
          ...(init.headers as Record<string, string>),
        },
      });
      const text = await response.text();
      const isProblem = response.headers.get('content-type') === 'application/problem+json';
      const body = (isProblem ? JSON.parse(text) : {}) as { code?: string; errors?: { pointer?: string }[] };
      return {
        status: response.status,
        code: `${response.status} ${body.code ?? ''}`,
        headers: response.headers,
        body,
      };
    }

    /** Each asked in this way answers so. */
    async function each(
      which: (asked: Asked) => boolean,
      expected: string,
      how: (asked: Asked) => ReturnType<typeof ask>,
      least = 1,
    ): Promise<void> {
      const chosen = all.filter(which);
      assert.ok(chosen.length >= least, `${chosen.length} operations`);
      await Promise.all(
        chosen.map(async (asked) => {
          const { method, path, operation } = asked;
          assert.equal(alike(asked, (await how(asked)).code), expected, `${method} ${path} ${operation.operationId}`);
        }),
      );
    }

    /** A search of the catalogue that does not fit is 400, by its specification; what no body may have is not. */
    const alike = ({ path }: Asked, code: string) =>
      path.startsWith('/stac/') && code === '400 invalid_search' ? '422 invalid_request' : code;
    /** Not where an empty requirement lets in anybody. */
    const isGuarded = ({ operation: { security = [] } }: Asked) =>
      security.length > 0 && security.every((one) => Object.keys(one).length > 0);
    const takesBody = ({ operation }: Asked) => operation.requestBody !== undefined;
    const isList = ({ operation }: Asked) =>
      (operation.parameters ?? []).some((parameter) => parameter.name === 'cursor');
    const isRead = ({ method }: Asked) => method === 'GET';
    const json = (body: string) => ({ body, headers: { 'Content-Type': 'application/json' } });
    const exampleOf = ({ operation }: Asked) =>
      (operation.requestBody?.content['application/json'].example ?? {}) as Record<string, unknown>;

    test('wants to know who asks, before anything else', async () => {
      const nobody = { 'X-API-Key': '', Authorization: '' };
      const code = name === 'gateway' ? '401 missing_api_key' : '401 invalid_service_token';
      await each(isGuarded, code, (asked) => ask(asked, { headers: nobody }), 15);
      await each(
        (asked) => isGuarded(asked) && takesBody(asked),
        code,
        (asked) => ask(asked, { body: '{"a"', headers: { ...nobody, 'Content-Type': 'text/plain' } }),
      );
    });

    test('says by which methods it is asked', async () => {
      for (const method of ['PUT', 'OPTIONS', 'PROPFIND']) {
        const takes = new Set(all.filter((asked) => asked.method === method).map(({ path }) => path));
        for (const asked of all.filter(({ path }) => !takes.has(path))) {
          const answer = await ask({ ...asked, method });
          assert.equal(answer.code, '405 method_not_allowed', `${method} ${asked.path}`);
          assert.ok(answer.headers.get('allow')?.split(', ').includes(asked.method), asked.path);
        }
      }
    });

    test('answers in no form but its own', async () => {
      await each(
        isGuarded,
        '406 not_acceptable',
        (asked) => ask(asked, { headers: { Accept: 'text/csv;q=1, image/*' } }),
        15,
      );
    });

    test('takes JSON and nothing else', async () => {
      await each(takesBody, '400 malformed_json', (asked) => ask(asked, json('{"a":')), 5);
      await each(takesBody, '400 malformed_json', (asked) => ask(asked, json('\u{1F5FA}')));
      await each(takesBody, '415 unsupported_media_type', (asked) =>
        ask(asked, { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
      );
      await each(takesBody, '415 unsupported_media_type', (asked) =>
        ask(asked, {
          body: '{}',
          headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'zstd-of-our-own' },
        }),
      );
      await each(takesBody, '413 body_too_large', (asked) => ask(asked, json(JSON.stringify('x'.repeat(1_048_577)))));
    });

    test('takes no field that it does not know, and nothing that hurts', async () => {
      const withField = (asked: Asked, field: string) =>
        json(
          `{${[...Object.entries(exampleOf(asked)).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`), field].join()}}`,
        );
      for (const field of [
        '"zz_unknown":1',
        '"__proto__":{"a":1}',
        '"constructor":{"prototype":{}}',
        String.raw`"zz":"\u0000"`,
        String.raw`"z\u0000":1`,
        String.raw`"zz":"\ud800"`,
        '"zz":1e999',
        `"zz":${'['.repeat(60)}${']'.repeat(60)}`,
      ]) {
        await each(takesBody, '422 invalid_request', (asked) => ask(asked, withField(asked, field)));
      }
      for (const body of ['null', '5', '"text"', '[]', 'true']) {
        await each(takesBody, '422 invalid_request', (asked) => ask(asked, json(body)));
      }
    });

    test('takes no bytes for no body', async () => {
      const mustHave = ({ operation }: Asked) => operation.requestBody?.required === true;
      const type = { 'Content-Type': 'application/json' };
      await each(mustHave, '422 invalid_request', (asked) => ask(asked, { body: '', headers: type }), 5);
      await each(mustHave, '422 invalid_request', (asked) =>
        ask(asked, { body: new Blob([]).stream(), duplex: 'half', headers: type } as RequestInit),
      );
    });

    test('gives no page that is too long, and knows its own cursors', async () => {
      for (const limit of ['-1', '0', '1e9', '1000000000', '1.5', 'NaN', '', '%00', '50,50']) {
        await each(isList, '422 invalid_request', (asked) => ask(asked, {}, NOTHINGS, `?limit=${limit}`));
      }
      await each(isList, '422 invalid_request', (asked) => ask(asked, {}, NOTHINGS, `?cursor=${'x'.repeat(1_001)}`));
      await each(isList, '422 invalid_request', (asked) => ask(asked, {}, NOTHINGS, '?limit=1&limit=2'));
      for (const cursor of ['forged', '%00', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '%F0%9F%97%BA']) {
        await each(isList, '400 invalid_cursor', (asked) => ask(asked, {}, NOTHINGS, `?cursor=${cursor}`));
      }
      await each(
        (asked) => isRead(asked) && isGuarded(asked),
        '422 invalid_request',
        (asked) => ask(asked, {}, NOTHINGS, '?zz_unknown=1'),
      );
    });

    test('finds nothing under an id that is none, and never fails for it', async () => {
      const bad = [
        '%00',
        '%E0%A4%A',
        '%ff',
        '..%2f..%2fetc',
        "'%20OR%201=1--",
        '-1',
        '1e9',
        '%F0%9F%97%BA',
        'x'.repeat(5_000),
        '__proto__',
        'constructor',
      ];
      const askBadly = async (asked: Asked, parameter: string) => {
        for (const value of bad) {
          const example = takesBody(asked) ? json(JSON.stringify(exampleOf(asked))) : {};
          const { status, code } = await ask(asked, example, { ...NOTHINGS, [parameter]: value });
          assert.ok([400, 404, 422].includes(status), `${asked.method} ${asked.path} ${parameter}=${value}: ${code}`);
        }
      };
      const inPaths = all.flatMap((asked) =>
        [...asked.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => askBadly(asked, String(parameter))),
      );
      assert.ok(inPaths.length >= 15);
      await Promise.all(inPaths);
    });
  });
}

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { askServers, resolveByDns } from '../../../src/activities/attempt_webhook/resolve.ts';

const TYPES = { A: 1, AAAA: 28 } as const;
/** Addresses as they go over the wire; of names that are not here nothing is ever said. */
const RECORDS: Readonly<Record<string, { A: number[][]; AAAA: number[][] }>> = {
  'both.example': { A: [[8, 8, 8, 8]], AAAA: [[0x26, 0x06, 0x47, 0, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x11]] },
  'old.example': {
    A: [
      [8, 8, 8, 8],
      [10, 0, 0, 1],
    ],
    AAAA: [],
  },
  'none.example': { A: [], AAAA: [] },
};

/** A DNS server of RECORDS. Returns what asks it, and what it was asked. */
async function dnsServer(t: TestContext): Promise<{ resolver: Resolver; asked: string[] }> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  t.after(() => socket.close());
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = query.readUInt16BE(at + 1) === TYPES.A ? 'A' : 'AAAA';
    asked.push(`${labels.join('.')} ${type}`);
    const records = RECORDS[labels.join('.')]?.[type];
    if (records === undefined) return;
    const head = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, records.length, 0, 0, 0, 0]);
    const answers = records.map((address) =>
      // The name of the question, its type, class IN, a minute.
      Buffer.from([0xc0, 12, 0, TYPES[type], 0, 1, 0, 0, 0, 60, 0, address.length, ...address]),
    );
    socket.send(Buffer.concat([head, query.subarray(12, at + 5), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, asked };
}

test('a name is asked for of DNS, for addresses of both families', async (t) => {
  const { resolver, asked } = await dnsServer(t);
  assert.deepEqual(await askServers('both.example', resolver), [
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700:4700::1111', family: 6 },
  ]);
  assert.deepEqual(asked.sort(), ['both.example A', 'both.example AAAA']);
  assert.deepEqual(
    (await askServers('old.example', resolver)).map(({ address }) => address),
    ['8.8.8.8', '10.0.0.1'],
  );
  await assert.rejects(askServers('none.example', resolver), { code: 'ENODATA' });
});

test('names that nobody answers for hold up nothing but themselves', async (t) => {
  const { resolver, asked } = await dnsServer(t);
  const names = Array.from({ length: 40 }, (_, at) => `slow${at}.example`);
  const lookups = names.map((name) => assert.rejects(askServers(name, resolver), { code: 'ETIMEOUT' }));
  // By the threads in which names of the system are looked up, too.
  await readFile(import.meta.filename);
  await Promise.all(lookups);
  assert.equal(asked.length, 80, 'each name is asked for once');
});

test('local names are found where the system has them', async () => {
  const addresses = await resolveByDns('localhost', true);
  assert.ok(
    addresses.some(({ address }) => ['127.0.0.1', '::1'].includes(address)),
    JSON.stringify(addresses),
  );
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sealedAnswers } from '../../../src/api/domain/sealed-answers.ts';
import { formatIdempotencyKey, parseIdempotencyKey } from '../../../src/api/shared/idempotency-key.ts';

const UUID = '8e03978e-40d5-43dd-bc93-6894a57f9324';

describe('the header Idempotency-Key', () => {
  test('is a string item, or the key as it is', () => {
    assert.equal(parseIdempotencyKey(undefined), null);
    for (const [header, key] of [
      [`"${UUID}"`, UUID],
      [UUID, UUID],
      [` ${UUID} `, UUID],
      ['"with spaces, and a comma"', 'with spaces, and a comma'],
      [String.raw`"a \"quoted\" \\ key"`, String.raw`a "quoted" \ key`],
      ['k'.repeat(255), 'k'.repeat(255)],
      [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
    ] as const) {
      assert.equal(parseIdempotencyKey(header), key, header);
      assert.equal(parseIdempotencyKey(formatIdempotencyKey(key)), key);
    }
  });

  test('is refused as anything else', () => {
    for (const header of [
      '',
      '  ',
      '""',
      'one, two',
      '"one", "two"',
      '"one";a=1',
      '"open',
      'half"',
      String.raw`"a\b"`,
      'kéy',
      '"kéy"',
      'two words',
      'k'.repeat(256),
      `"${'k'.repeat(256)}"`,
    ]) {
      assert.throws(
        () => parseIdempotencyKey(header),
        (error: { code?: string; faults?: { header?: string }[] }) => {
          assert.equal(error.code, 'malformed_idempotency_key', header);
          assert.deepEqual(error.faults?.[0]?.header, 'Idempotency-Key');
          return true;
        },
        header,
      );
    }
  });
});

describe('a sealed answer', () => {
  const seal = sealedAnswers(new TextEncoder().encode('a key of at least thirty-two characters'));
  const answer = { key: 'rh_abc_secret', scopes: ['read'] };

  test('is read by whoever has the service key, and shows nothing of it to others', () => {
    const written = seal('here').write(answer);
    assert.deepEqual(seal('here').read(written), answer);
    assert.ok(!Buffer.from(written, 'base64url').toString('latin1').includes('secret'));
    assert.notEqual(written, seal('here').write(answer));
  });

  test('is not read in another place, under another key, or changed', () => {
    const written = seal('here').write(answer);
    const changed = Buffer.from(written, 'base64url');
    changed[40] = (changed[40] ?? 0) ^ 1;
    const other = sealedAnswers(new TextEncoder().encode('another key of at least thirty-two characters'));
    assert.throws(() => seal('there').read(written));
    assert.throws(() => other('here').read(written));
    assert.throws(() => seal('here').read(changed.toString('base64url')));
  });
});

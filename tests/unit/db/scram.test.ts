import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scramVerifier } from '../../../src/db/scram.ts';

// Example of RFC 7677, section 3: user "user", password "pencil". Its server signature key derives from the same keys.
const SALT = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

test('the verifier of the example in RFC 7677', () => {
  assert.equal(
    scramVerifier('pencil', SALT),
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('two verifiers of one password have salts of their own', () => {
  assert.notEqual(scramVerifier('pencil'), scramVerifier('pencil'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY_OPERATIONS, API_KEY_STATES, API_KEY_TRANSITIONS } from '../../../src/assets/api-keys/states.ts';

const EXPECTED = {
  rotate: {
    active: { to: 'rotated' },
    rotated: { refused: 'api_key_rotated' },
    expired: { refused: 'api_key_expired' },
    revoked: { refused: 'api_key_revoked' },
  },
  revoke: {
    active: { to: 'revoked' },
    rotated: { to: 'revoked' },
    expired: { to: 'revoked' },
    revoked: { refused: 'api_key_revoked' },
  },
};

for (const operation of API_KEY_OPERATIONS) {
  for (const state of API_KEY_STATES) {
    test(`to ${operation} an API key that is ${state}`, () => {
      assert.deepEqual(API_KEY_TRANSITIONS[operation][state], EXPECTED[operation][state]);
    });
  }
}

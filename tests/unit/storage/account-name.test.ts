import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountName } from '../../../src/storage/account-name.ts';

test('the account is the first label of an Azure host', () => {
  assert.equal(accountName('https://acct.blob.core.windows.net'), 'acct');
  assert.equal(accountName('https://acct.blob.core.usgovcloudapi.net/'), 'acct');
});

test('the account is the first part of the path where there is one', () => {
  assert.equal(accountName('https://127.0.0.1:10000/devstoreaccount1'), 'devstoreaccount1');
  assert.equal(accountName('https://azurite:10000/devstoreaccount1/'), 'devstoreaccount1');
});

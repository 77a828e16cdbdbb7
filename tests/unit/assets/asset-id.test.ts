import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assetId } from '../../../src/assets/asset-id.ts';

// The expected ids were computed with Python:
// sha256((platform + '|' + json.dumps(refs, sort_keys=True, separators=(',', ':'))).encode()).hexdigest()[:32]

test('the id is that of the references, whatever their order', () => {
  const id = '0910ea81c879a37008e1a4894f74db27';
  assert.equal(assetId('ddh', { dataset_id: 'DS-1', resource_id: 'R-1' }), id);
  assert.equal(assetId('ddh', { resource_id: 'R-1', dataset_id: 'DS-1' }), id);
});

test('characters outside ASCII are escaped as Python escapes them', () => {
  assert.equal(
    assetId('ddh', { dataset_id: 'Crête d’Ivoire', resource_id: '日本' }),
    '9bbd984225ad7d681b411550ef7160f7',
  );
});

test('surrogate pairs, quotes, backslashes, control characters and DEL are escaped as Python escapes them', () => {
  assert.equal(
    assetId('ddh', { dataset_id: '🌍 globe', resource_id: 'a"b\\c/d\n\t\x01\x7f' }),
    '1854b69b2fe683092a71b288529aec55',
  );
});

test('keys are sorted by code point, not by UTF-16 unit', () => {
  assert.equal(assetId('p', { '\uffee': 'bmp', '🌍': 'astral', a: '', Z: 'z' }), '8f10b4dff27953af770a7e3802a017e5');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact } from '../../../src/gdal/redact.ts';

test('signatures, connection strings and tokens are taken out', () => {
  const text = [
    'GET https://a.blob.core.windows.net/c/b.tif?sv=2025-07-05&sig=aB%2Bc%3D&sp=r failed',
    'BlobEndpoint=https://a/;SharedAccessSignature=sv=1&sig=abc;x',
    'Authorization: Bearer eyJ0.eyJh.c-_x',
  ].join('\n');
  assert.equal(
    redact(text, []),
    [
      'GET https://a.blob.core.windows.net/c/b.tif?sv=2025-07-05&sig…&sp=r failed',
      'BlobEndpoint=https://a/;SharedAccessSignature=…;x',
      'Authorization: Bearer …',
    ].join('\n'),
  );
});

test('paths are called by their last part', () => {
  assert.equal(
    redact('ERROR 1: /var/scratch/x1/source.tif, band 1: /vsiaz/bronze/a.tif', ['/var/scratch/x1']),
    'ERROR 1: source.tif, band 1: bronze/a.tif',
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gdalConfigFile, gdalEnvironment } from '../../../src/gdal/environment.ts';

test('the environment is made of nothing but what is named here', () => {
  const settings = { scratchRoot: '/s', searchPath: '/bin', threads: 2, cacheMegabytes: 256, caFile: '/ca.pem' };
  const environment = { LANG: 'C.UTF-8' };
  const parts = { settings: { ...settings, environment }, skip: 'VRT', configFile: '/s/x/gdalrc', scratch: '/s/x' };
  assert.deepEqual(gdalEnvironment(parts), {
    LANG: 'C.UTF-8',
    PATH: '/bin',
    HOME: '/s/x',
    GDAL_SKIP: 'VRT',
    GDAL_CONFIG_FILE: '/s/x/gdalrc',
    GDAL_PAM_ENABLED: 'NO',
    GDAL_DISABLE_READDIR_ON_OPEN: 'EMPTY_DIR',
    GDAL_CACHEMAX: '256',
    GDAL_NUM_THREADS: '2',
    CPL_TMPDIR: '/s/x',
    GDAL_HTTP_MAX_RETRY: '4',
    GDAL_HTTP_RETRY_DELAY: '1',
    GDAL_HTTP_CONNECTTIMEOUT: '10',
    GDAL_HTTP_TIMEOUT: '60',
    PROJ_NETWORK: 'OFF',
    OSR_USE_NON_DEPRECATED: 'NO',
    GDAL_ERROR_ON_LIBJPEG_WARNING: 'TRUE',
    SSL_CERT_FILE: '/ca.pem',
  });
});

test('an option is one line, whatever is in it', () => {
  assert.equal(gdalConfigFile({ A: 'b=c;d' }), '[configoptions]\nA=b=c;d\n');
  assert.throws(() => gdalConfigFile({ A: 'b\nGDAL_SKIP=' }), /must be one line/);
});

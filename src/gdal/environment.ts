import type { GdalSettings } from './gdal.ts';

export interface EnvironmentParts {
  settings: GdalSettings;
  /** GDAL_SKIP. */
  skip: string;
  /** Where GDAL reads its configuration options from. */
  configFile: string;
  scratch: string;
}

/** The whole environment of a GDAL process. Nothing is inherited, so no secret of the worker's is. */
export function gdalEnvironment({ settings, skip, configFile, scratch }: EnvironmentParts): Record<string, string> {
  return {
    ...settings.environment,
    PATH: settings.searchPath,
    // Neither a gdalrc nor an AWS or Azure profile of the account that runs the worker.
    HOME: scratch,
    GDAL_SKIP: skip,
    GDAL_CONFIG_FILE: configFile,
    // No sidecar: an .aux.xml, .ovr or world file beside the raster could change what is read.
    GDAL_PAM_ENABLED: 'NO',
    GDAL_DISABLE_READDIR_ON_OPEN: 'EMPTY_DIR',
    GDAL_CACHEMAX: String(settings.cacheMegabytes),
    GDAL_NUM_THREADS: String(settings.threads),
    CPL_TMPDIR: scratch,
    GDAL_HTTP_MAX_RETRY: '4',
    GDAL_HTTP_RETRY_DELAY: '1',
    GDAL_HTTP_CONNECTTIMEOUT: '10',
    GDAL_HTTP_TIMEOUT: '60',
    PROJ_NETWORK: 'OFF',
    // A deprecated code stands for its own definition, and not for that of its replacement, which may lie on another datum.
    OSR_USE_NON_DEPRECATED: 'NO',
    // Of a JPEG that was cut short libjpeg fills up with grey what is missing, and says so in a warning only.
    GDAL_ERROR_ON_LIBJPEG_WARNING: 'TRUE',
    ...(settings.caFile && { SSL_CERT_FILE: settings.caFile }),
  };
}

/** The text of a GDAL_CONFIG_FILE. */
export function gdalConfigFile(options: Readonly<Record<string, string>>): string {
  const lines = Object.entries(options).map(([name, value]) => {
    if (/[\r\n]/.test(name + value)) throw new Error(`The configuration option ${name} must be one line.`);
    return `${name}=${value}`;
  });
  return ['[configoptions]', ...lines, ''].join('\n');
}

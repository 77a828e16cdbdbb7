/**
 * Formats that GDAL may open here. VRT and its like read any file or URL that they name, so they and everything else
 * that is not needed are unloaded, in every process.
 */
export const ALLOWED_DRIVERS: ReadonlySet<string> = new Set([
  'GTiff',
  'COG',
  'JP2OpenJPEG',
  'PNG',
  'JPEG',
  'AAIGrid',
  'netCDF',
]);

/** Driver names in what `gdalinfo --formats` and `ogrinfo --formats` print; a name may have spaces. */
export function parseDriverNames(formats: string): string[] {
  return formats.split('\n').flatMap((line) => /^ {2}(\S.*?) -[a-z, ]+- \(/.exec(line)?.[1] ?? []);
}

/**
 * The value of GDAL_SKIP that leaves only the allowed ones. Vector drivers are drivers too since GDAL 2.
 * @param only the few of the allowed ones that a process needs, where that is known
 * @param more than the allowed ones
 */
export function skippedDrivers(
  names: readonly string[],
  { only, more = [] }: { only?: readonly string[] | undefined; more?: readonly string[] | undefined } = {},
): string {
  const kept = [...ALLOWED_DRIVERS].filter((name) => only?.includes(name) ?? true).concat(more);
  return [...new Set(names)].filter((name) => !kept.includes(name)).join(',');
}

import type { HostileCase, Lures } from './hostile-case.ts';
import { makeTiff, type Tag } from './make-tiff.ts';
import { ascii, double, short, soundWith, TAG } from './sound-page.ts';

type Tags = Record<number, Tag | undefined>;

const scale = (x: number, y: number): Tags => ({ [TAG.pixelScale]: double(x, y, 0) });
const corner = (x: number, y: number): Tags => ({ [TAG.tiePoints]: double(0, 0, 0, x, y, 0) });
const matrix = (...values: number[]): Tags => ({
  [TAG.pixelScale]: undefined,
  [TAG.tiePoints]: undefined,
  [TAG.transformation]: double(...values),
});
const nodata = (text: string): Tags => ({ [TAG.nodata]: ascii(text) });
const IN_DEGREES: Tags = { [TAG.geoKeys]: short(1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326) };

/** Places and values that are no numbers, or mean nothing. */
export function oddPlaces(lures: Lures): HostileCase[] {
  const cases: [string, string | null, Tags, string[]?][] = [
    ['pixels of NaN metres', 'invalid_geotransform', scale(Number.NaN, 10)],
    ['pixels of infinite metres', 'invalid_geotransform', scale(10, Number.POSITIVE_INFINITY)],
    ['a corner at NaN', 'invalid_geotransform', corner(Number.NaN, Number.NaN)],
    ['a matrix of NaN', 'invalid_geotransform', matrix(...Array(16).fill(Number.NaN))],
    ['a matrix that leans', 'rotated_geotransform', matrix(8, 6, 0, 5e5, 6, -8, 0, 5e6, 0, 0, 0, 0, 0, 0, 0, 1)],
    ['pixels of no metres', 'gcps_only', scale(0, 0)],
    ['pixels of 1e300 metres', 'bounds_outside_crs', scale(1e300, 1e300)],
    ['pixels of 1e-300 metres', 'missing_geotransform', scale(1e-300, 1e-300)],
    ['a corner at 1e308', 'bounds_outside_crs', corner(1e308, 1e308)],
    ['metres in degrees', 'bounds_outside_crs', IN_DEGREES],
    ['no GeoTIFF keys', 'missing_crs', { [TAG.geoKeys]: undefined }],
    ['GeoTIFF keys that say they are 65,535', 'missing_crs', { [TAG.geoKeys]: short(1, 1, 0, 65_535) }],
    ['a CRS of code 9999', 'unsupported_crs', { [TAG.geoKeys]: short(1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 9999) }],
    ['a nodata value of NaN for bytes', null, nodata('nan'), ['nodata_out_of_range']],
    ['a nodata value of -9999 for bytes', null, nodata('-9999'), ['nodata_out_of_range']],
    ['a nodata value of 1e999 for bytes', null, nodata('1e999'), ['nodata_out_of_range']],
    ['a nodata value of a million digits', null, nodata('9'.repeat(1_000_000)), ['nodata_out_of_range']],
    ['a CRS with a grid in a file', 'unsupported_crs', smuggledCrs(lures.file)],
    ['a CRS with a grid at a URL', 'unsupported_crs', smuggledCrs(lures.url)],
    [
      'a CRS with a PROJ string',
      'unsupported_crs',
      smuggledProj(`+proj=utm +zone=31 +nadgrids=${lures.file} +type=crs`),
    ],
  ];
  return cases.map(([what, code, tags, warnings]) => ({
    what: `a TIFF with ${what}`,
    content: makeTiff([soundWith(tags)]).bytes,
    code,
    ...(warnings && { warnings }),
  }));
}

const GEOGCS =
  'GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.257223563]EXT],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';
const PROJCS = `PROJCS["x",${GEOGCS},PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",3],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],UNIT["metre",1]EXT2]`;

/** PROJ opens the grid that a datum shift names, at any path, as soon as a coordinate is transformed. */
function smuggledCrs(path: string): Tags {
  return withPeString(PROJCS.replace('EXT2', '').replace('EXT', `,EXTENSION["PROJ4_GRIDS","${path}"]`));
}

function smuggledProj(text: string): Tags {
  return withPeString(PROJCS.replace('EXT2', `,EXTENSION["PROJ4","${text}"]`).replace('EXT', ''));
}

/** A user-defined CRS, written out as ESRI's software does. */
function withPeString(wkt: string): Tags {
  const text = `ESRI PE String = ${wkt}|`;
  const citation = [3073, 34737, text.length, 0];
  return {
    [TAG.geoKeys]: short(1, 1, 0, 4, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32767, ...citation),
    [TAG.geoTexts]: ascii(text),
  };
}

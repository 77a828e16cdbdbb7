import type { RasterHeader } from './gdalinfo.ts';
import type { Bounds, Geotransform, RasterFinding } from './raster.ts';
import { checkSize, isPixelType, type SizeLimits } from './size.ts';

export interface RasterLimits extends SizeLimits {
  max_bands: number;
}

export const DEFAULT_LIMITS: RasterLimits = {
  max_pixel_bytes: 64 * 1024 ** 3,
  max_inflation: 2_000,
  free_decoded_bytes: 1024 ** 3,
  max_bands: 512,
};

/** A header with what the gate needs of it; the CRS is the declared one where one was declared. */
interface Gated
  extends Pick<
    RasterHeader,
    'width' | 'height' | 'bands' | 'crs' | 'geotransform' | 'gcps' | 'rpcs' | 'otherImages' | 'signedBytes'
  > {
  /** Bytes of the whole blob. */
  storedBytes: number;
}

type Check = (header: Gated, limits: RasterLimits) => RasterFinding | undefined;

/** How far a grid may lean over its whole extent, in pixels, and still count as north-up: rounding, not rotation. */
const LEAN_TOLERANCE = 0.001;
const ROOT_OF_PLACEABLE_CRS = /^(BOUNDCRS|COMPOUNDCRS|DERIVEDPROJCRS|GEODCRS|GEOGCRS|PROJCRS)\[/;

/** In the order in which a person would want to hear of them. GDAL converts every one of these without complaint. */
const CHECKS: readonly Check[] = [
  hasBands,
  hasFewBands,
  hasRealPixels,
  hasOnePixelType,
  checkSize,
  hasCrs,
  placeableFinding,
  hasGeotransform,
  isNotRotated,
  isNorthUp,
  isNotMirrored,
  liesWithinCrs,
];

/** Everything in the header for which a raster is refused; an empty list lets it pass. */
export function gateRaster(header: Gated, limits: RasterLimits): RasterFinding[] {
  return CHECKS.flatMap((check) => check(header, limits) ?? []);
}

export function boundsOf(geotransform: Geotransform, width: number, height: number): Bounds {
  const [x0, dx, , y0, , dy] = geotransform;
  const [x1, y1] = [x0 + dx * width, y0 + dy * height];
  return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
}

function hasBands({ bands, width, height, otherImages }: Gated) {
  if (bands.length > 0 && width > 0 && height > 0) return undefined;
  if (otherImages > 0) {
    const message = `The file holds ${otherImages + 1} variables, and one is needed; take one out (gdal_translate NETCDF:"file.nc":variable out.tif) and upload that.`;
    return { code: 'several_variables', message };
  }
  return {
    code: 'no_bands',
    message:
      'The raster has no bands with pixels in them, and at least one is needed; check the export and upload it again.',
  };
}

function hasFewBands({ bands }: Gated, { max_bands }: RasterLimits) {
  if (bands.length <= max_bands) return undefined;
  const message = `The raster has ${bands.length} bands, and at most ${max_bands} are taken; split it into several rasters.`;
  return { code: 'too_many_bands', message };
}

function hasRealPixels({ bands, signedBytes }: Gated) {
  const odd = bands.find((band) => !isPixelType(band.type));
  if (!odd && !signedBytes) return undefined;
  const type = odd ? `${odd.type} (band ${odd.index})` : 'signed bytes';
  const advice = signedBytes
    ? 'store them as Int16'
    : 'store real numbers, such as amplitude and phase in bands of their own';
  return { code: 'unsupported_pixel_type', message: `The pixels are of type ${type}, which is not taken; ${advice}.` };
}

function hasOnePixelType({ bands }: Gated) {
  const types = [...new Set(bands.map((band) => band.type))];
  if (types.length <= 1) return undefined;
  const message = `The bands are of different types (${types.join(', ')}), and only one is taken; store all bands in one type.`;
  return { code: 'mixed_pixel_types', message };
}

function hasCrs({ crs, gcps }: Gated) {
  if (crs || gcps > 0) return undefined;
  const message =
    'The raster has no coordinate reference system, without which its coordinates mean no place; set one when exporting it, or declare it as input_crs (for example EPSG:32631).';
  return { code: 'missing_crs', message };
}

/** Why a CRS gives pixels no place on a map. */
export function placeableFinding({ crs }: Pick<Gated, 'crs'>) {
  if (!crs) return undefined;
  if (/^COMPOUNDCRS\["[^"]*",\s*ENGCRS\[/.test(crs.wkt2)) return unreadableCrs(crs.name);
  if (ROOT_OF_PLACEABLE_CRS.test(crs.wkt2) && !/^GEODCRS[\s\S]*CS\[Cartesian,3\]/.test(crs.wkt2)) return undefined;
  const message = `The coordinate reference system ${crs.name} is local, vertical or geocentric and gives the pixels no place on a map; use a geographic or projected one.`;
  return { code: 'unsupported_crs', message };
}

/** As GDAL reads a compound one that a newer GDAL wrote by names alone that it does not know. */
function unreadableCrs(name: string) {
  const message = `Of the coordinate reference system ${name} the horizontal part is written in a way that is not understood here, so that the pixels have no place; declare it by its code as input_crs (for example EPSG:25832), or write that into the raster (gdal_edit.py -a_srs).`;
  return { code: 'unsupported_crs', message };
}

function hasGeotransform({ geotransform, gcps, rpcs }: Gated) {
  if (geotransform && !geotransform.every(Number.isFinite)) return invalidGeotransform(geotransform);
  if (geotransform && geotransform[1] !== 0 && geotransform[5] !== 0) return undefined;
  if (!geotransform && gcps > 0) {
    const message = `The raster is placed by ${gcps} ground control points only, and a regular grid is needed; warp it onto one (gdalwarp) and upload the result.`;
    return { code: 'gcps_only', message };
  }
  if (!geotransform && rpcs) {
    const message =
      'The raster is placed by rational polynomial coefficients (RPCs) only, and a regular grid is needed; orthorectify it (gdalwarp -rpc with a DEM) and upload the result.';
    return { code: 'rpcs_only', message };
  }
  if (geotransform && (geotransform[2] !== 0 || geotransform[4] !== 0)) return undefined;
  const message =
    'The raster has no geotransform, without which its pixels have no place; store one in the file itself (gdal_edit.py -a_ullr), or declare it as input_bounds or world_file; a world file beside it is not looked for.';
  return { code: 'missing_geotransform', message };
}

function invalidGeotransform(geotransform: Geotransform) {
  const message = `The geotransform (${geotransform.join(', ')}) holds what is no number, so that the pixels have no place; write a right one (gdal_edit.py -a_ullr) and upload the raster again.`;
  return { code: 'invalid_geotransform', message };
}

function isNotRotated({ geotransform, width, height }: Gated) {
  if (!geotransform?.every(Number.isFinite)) return undefined;
  const [, dx, shearX, , shearY, dy] = geotransform;
  const leans = Math.abs(shearX * height) > Math.abs(dx) * LEAN_TOLERANCE;
  const tilts = Math.abs(shearY * width) > Math.abs(dy) * LEAN_TOLERANCE;
  if (!leans && !tilts) return undefined;
  const message =
    'The pixel grid is rotated or sheared, and a north-up one is needed; warp it onto one (gdalwarp) and upload the result.';
  return { code: 'rotated_geotransform', message };
}

function isNorthUp({ geotransform }: Gated) {
  if (!geotransform || geotransform[5] <= 0) return undefined;
  const message =
    'The rows run from south to north, and must run from north to south; flip the raster (gdalwarp does so) and upload the result.';
  return { code: 'south_up_geotransform', message };
}

function isNotMirrored({ geotransform }: Gated) {
  if (!geotransform || geotransform[1] >= 0) return undefined;
  const message =
    'The columns run from east to west, and must run from west to east; flip the raster (gdalwarp does so) and upload the result.';
  return { code: 'mirrored_geotransform', message };
}

/** Units of a projected CRS; zones by the million metres reach 6e7, and feet are three times as many. */
const FURTHEST = 1e9;

/** Degrees can be judged by themselves; whether metres make sense only a transformation tells, unless they are beyond all. */
function liesWithinCrs({ crs, geotransform, width, height }: Gated) {
  if (!crs || !geotransform) return undefined;
  const [west, south, east, north] = boundsOf(geotransform, width, height);
  if ([west, south, east, north].some((side) => Number.isFinite(side) && Math.abs(side) > FURTHEST)) {
    return outsideCrs(crs.name, [west, south, east, north]);
  }
  if (!isInDegrees(crs)) return undefined;
  // Grids that register pixel centres reach half a pixel over the edge of the world.
  const [slackX, slackY] = [Math.abs(geotransform[1]), Math.abs(geotransform[5])];
  if (![west, south, east, north].every(Number.isFinite)) return undefined;
  const inside = west >= -360 - slackX && east <= 540 + slackX && south >= -90 - slackY && north <= 90 + slackY;
  if (inside && east - west <= 360 + 2 * slackX) return undefined;
  return outsideCrs(crs.name, [west, south, east, north]);
}

export function isInDegrees({ wkt2 }: { wkt2: string }): boolean {
  return /^(GEOGCRS|GEODCRS)\[/.test(wkt2) && /"degree"/.test(wkt2);
}

/** The finding for bounds that mean no place on the globe. */
export function outsideCrs(crsName: string, bounds: Bounds): RasterFinding {
  const shown = bounds.map((value) => Number(value.toPrecision(10))).join(', ');
  const message = `The bounds ${shown} make no sense in ${crsName}, which is probably not the coordinate reference system that they are in; correct it, or declare the right one as input_crs.`;
  return { code: 'bounds_outside_crs', message };
}

/** The finding for a raster that covers no ground to speak of. */
export function withoutArea(crsName: string, [minX, minY, maxX, maxY]: Bounds): RasterFinding {
  const [width, height] = [maxX - minX, maxY - minY].map((side) => Number(side.toPrecision(3)));
  const message = `The raster covers ${width} × ${height} units of ${crsName}, which is less than two centimetres of ground; correct the size of its pixels in the geotransform.`;
  return { code: 'degenerate_geotransform', message };
}

import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../plan/json.ts';
import type { RasterHeader } from './gdalinfo.ts';

type Crs = RasterHeader['crs'];

/** Whether two CRS place a point alike. GeoTIFF keeps a CRS's parameters and not always its names, so those are compared. */
export function sameCrs(wanted: Crs, got: Crs): boolean {
  if (!wanted || !got) return wanted === got;
  if (wanted.wkt2 === got.wkt2) return true;
  if (wanted.epsg !== null && got.epsg !== null) return wanted.epsg === got.epsg;
  if (!wanted.projjson || !got.projjson) return false;
  return canonicalJson(essence(wanted.projjson)) === canonicalJson(essence(got.projjson));
}

/** Beyond these nobody reads on. */
const MOST_TOLD = 4;

/** What became of a CRS in a product, and what to do; undefined where it is the same. */
export function crsDifference(wanted: Crs, got: Crs): string | undefined {
  if (sameCrs(wanted, got)) return undefined;
  const advice =
    'warp the raster to one that a GeoTIFF keeps (raster_reproject), such as that of its UTM zone or EPSG:4326';
  if (!got) return `CRS: a GeoTIFF cannot hold ${wanted?.name ?? 'it'}; ${advice}`;
  const told = wanted?.projjson && got.projjson ? differences(essence(wanted.projjson), essence(got.projjson)) : [];
  const how = told.length > 0 ? `another: ${told.slice(0, MOST_TOLD).join(', ')}` : got.name;
  return `CRS: ${wanted?.name ?? 'none'} became ${how}; ${advice}, or declare the right one as input_crs`;
}

/** Where two values differ, with the way to it: `conversion, parameters, False easting: 0 became 500000`. */
function differences(wanted: JsonValue | undefined, got: JsonValue | undefined, way: readonly string[] = []): string[] {
  if (isJsonObject(wanted) && isJsonObject(got)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
    return keys.flatMap((key) => differences(wanted[key], got[key], [...way, key]));
  }
  if (canonicalJson(wanted ?? null) === canonicalJson(got ?? null)) return [];
  return [`${way.join(' ').replaceAll('_', ' ')}: ${shown(wanted)} became ${shown(got)}`];
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'none';
  return isJsonObject(value) ? 'one of its own' : String(value);
}

/** Names, sources and areas of use. */
const DESCRIPTIVE = new Set([
  '$schema',
  'name',
  'id',
  'ids',
  'scope',
  'area',
  'bbox',
  'vertical_extent',
  'temporal_extent',
  'usages',
  'remarks',
  'abbreviation',
  'members',
  'accuracy',
  'anchor',
]);

/** Units that PROJJSON has words for, and how many metres or radians they are. */
const UNITS: Readonly<Record<string, number>> = { metre: 1, degree: Math.PI / 180, unity: 1 };

/** Numbers go through text and binary and back, and some are worked out from others. */
const DIGITS = 11;

/** The parts of PROJJSON that say where a point lies, in one form. */
function essence(value: JsonValue): JsonValue {
  if (typeof value === 'number') return Number(value.toPrecision(DIGITS));
  if (Array.isArray(value)) return Object.fromEntries(value.map((member, at) => [keyOf(member, at), essence(member)]));
  if (!isJsonObject(value)) return value;
  const parts = Object.entries(value).filter(([key]) => !DESCRIPTIVE.has(key));
  return Object.fromEntries(parts.flatMap(([key, part]) => essentialPart(key, part)));
}

/** Parameters are known by their names, whatever their order, and axes by their place. */
function keyOf(member: JsonValue, at: number): string {
  const isParameter = isJsonObject(member) && 'value' in member && typeof member.name === 'string';
  return isParameter ? String(member.name) : String(at + 1);
}

function essentialPart(key: string, part: JsonValue): [string, JsonValue][] {
  if (key === 'unit') return [[key, factorOf(part)]];
  if (!isJsonObject(part)) return [[key, essence(part)]];
  if (key === 'ellipsoid') return [[key, essence(byFlattening(part))]];
  if (key === 'method') return [[key, part.name ?? null]];
  if (key === 'datum' || key === 'datum_ensemble') return [['datum', datumOf(part)]];
  // Its parameters have units of their own, and the order of its latitude and longitude is that of no pixel.
  if (key === 'base_crs' && isEllipsoidal(part))
    return [[key, essence({ ...part, type: null, coordinate_system: null })]];
  return [[key, essence(part)]];
}

/** Some are told by their smaller axis. */
function byFlattening({ semi_minor_axis: minor, ...ellipsoid }: JsonObject): JsonObject {
  const major = ellipsoid.semi_major_axis;
  if (typeof major !== 'number' || typeof minor !== 'number' || major === minor)
    return { ...ellipsoid, ...(minor !== undefined && { semi_minor_axis: minor }) };
  return { ...ellipsoid, inverse_flattening: major / (major - minor) };
}

/** By its name, since two may have one ellipsoid and lie hundreds of metres apart. */
function datumOf({ type: _, frame_reference_epoch: __, ...datum }: JsonObject): JsonValue {
  const { prime_meridian: meridian, ...rest } = essence(datum) as JsonObject;
  const isGreenwich = !isJsonObject(meridian) || meridian.longitude === 0;
  return { ...rest, ...(isGreenwich ? {} : { prime_meridian: meridian }), name: datumName(String(datum.name ?? '')) };
}

/** As GDAL and Esri write it: `D_WGS_1984`, `World Geodetic System 1984 ensemble`. */
function datumName(name: string): string {
  if (/^(D_)?(unknown|unnamed|undefined|user.defined|not.specified)/i.test(name) || name === '') return 'unknown';
  return name
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => !['', 'd', 'datum', 'ensemble'].includes(word))
    .join(' ')
    .replace(/^wgs ?(?=\d)/, 'world geodetic system ');
}

function isEllipsoidal({ coordinate_system: axes }: JsonObject): boolean {
  return isJsonObject(axes) && axes.subtype === 'ellipsoidal';
}

function factorOf(unit: JsonValue): JsonValue {
  const factor = isJsonObject(unit) ? unit.conversion_factor : UNITS[String(unit)];
  return typeof factor === 'number' ? Number(factor.toPrecision(DIGITS)) : unit;
}

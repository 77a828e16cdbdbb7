import type { Bounds } from '../../geo/raster.ts';
import type { JsonObject } from '../../plan/json.ts';

/** A raster that the demo makes and submits. */
export interface DemoRaster {
  /** Its resource id on the platform, and the name of its file. */
  readonly name: string;
  readonly title: string;
  /** What a reader of the output is told about it. */
  readonly about: string;
  /** Of gdal_translate, before its source and its destination. */
  readonly args: readonly string[];
  /** Where to search for it in the catalogue: a window of it, west, south, east, north. */
  readonly window: Bounds;
  readonly bands: number;
  readonly inputs: JsonObject;
}

/** NASA's Blue Marble: the whole globe in equirectangular projection, in the public domain. */
export const SOURCE_IMAGE = 'node_modules/three-globe/example/img/earth-blue-marble.jpg';

const GEOREFERENCE = ['-a_srs', 'EPSG:4326', '-a_ullr', '-180', '90', '180', '-90'];
const TILED = ['-of', 'GTiff', '-co', 'TILED=YES', '-co', 'COMPRESS=DEFLATE'];

/** Europe, in pixels of the source: 796 × 478 of them from 25° W, 72° N on. */
const EUROPE = ['-srcwin', '1764', '205', '796', '478'];
const EUROPE_BOUNDS = ['-24.9609375', '71.982421875', '45', '29.970703125'];

export const RASTERS: readonly DemoRaster[] = [
  {
    name: 'blue-marble',
    title: 'Blue Marble',
    about: 'the globe, 4096 × 2048, red, green and blue of 8 bits',
    args: [...TILED, ...GEOREFERENCE],
    window: [-10, 35, 20, 60],
    bands: 3,
    inputs: { raster_type: 'rgb' },
  },
  {
    name: 'blue-marble-europe-16bit',
    title: 'Blue Marble, Europe, 16 bits',
    about: 'Europe, 2388 × 1434, four bands of 16 bits',
    args: [
      ...[...TILED, '-ot', 'UInt16', '-r', 'cubic', '-outsize', '300%', '300%'],
      ...[...EUROPE, '-a_srs', 'EPSG:4326', '-a_ullr', ...EUROPE_BOUNDS],
      ...['-b', '1', '-b', '2', '-b', '3', '-b', '2', '-colorinterp', 'red,green,blue,undefined'],
      // The fourth band is the second one upside down, so that no two are alike.
      ...['-scale_1', '0', '255', '0', '65535', '-scale_2', '0', '255', '0', '65535'],
      ...['-scale_3', '0', '255', '0', '65535', '-scale_4', '0', '255', '65535', '0'],
    ],
    window: [5, 44, 12, 50],
    bands: 4,
    inputs: { raster_type: 'multispectral' },
  },
];

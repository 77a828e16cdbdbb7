import type { StacRegisterItemInput } from '../../../src/activities/stac_register_item/contract.ts';

type Raster = StacRegisterItemInput['raster'];
type Cog = StacRegisterItemInput['cog'];

const BAND: Raster['bands'][number] = {
  index: 1,
  type: 'UInt16',
  bits: null,
  nodata: 0,
  colour_interpretation: 'gray',
  description: 'near infrared',
  scale: 0.0001,
  offset: null,
  unit: null,
  block: [512, 512],
};

/** What raster_validate says of 300 × 200 pixels of 10 m in UTM 31. */
export function rasterOfTest(more: Partial<Raster> = {}): Raster {
  return {
    source: { container_name: 'bronze', blob_name: 'a.tif', etag: '"0x1"', size: 1000, expected_sha256: null },
    driver: 'GTiff',
    width: 300,
    height: 200,
    band_count: 1,
    data_type: 'UInt16',
    pixel_bytes: 120_000,
    bands: [BAND],
    crs: {
      name: 'WGS 84 / UTM zone 31N',
      epsg: 32631,
      code: 'EPSG:32631',
      wkt2: 'PROJCRS["WGS 84 / UTM zone 31N",CS[Cartesian,2],AXIS["(E)",east,LENGTHUNIT["metre",1]]]',
      projjson: null,
      declared: false,
    },
    geotransform: [500000, 10, 0, 5000000, 0, -10],
    bounds: [500000, 4998000, 503000, 5000000],
    resolution: [10, 10],
    bbox_wgs84: [3, 45.1, 3.04, 45.2],
    geometry_wgs84: {
      type: 'Polygon',
      coordinates: [
        [
          [3, 45.2],
          [3, 45.1],
          [3.04, 45.1],
          [3.04, 45.2],
          [3, 45.2],
        ],
      ],
    },
    raster_class: 'continuous',
    raster_class_evidence: [],
    warnings: [],
    ...more,
  };
}

/** What raster_cog says of the product. */
export function cogOfTest(more: Partial<Cog> = {}): Cog {
  return {
    container_name: 'silver',
    blob_name: 'rasters/é 1.tif',
    etag: '"0x2"',
    size: 2000,
    sha256: 'ab'.repeat(32),
    media_type: 'image/tiff; application=geotiff; profile=cloud-optimized',
    bands: [{ ...BAND, statistics: { minimum: 1, maximum: 9, mean: 5, stddev: 2, valid_percent: 100 } }],
    ...more,
  };
}

/** What raster_preview says of a thumbnail. */
export const THUMBNAIL = {
  container_name: 'silver',
  blob_name: 'rasters/é 1.thumbnail.png',
  media_type: 'image/png',
  roles: ['thumbnail'],
  title: 'Thumbnail',
  size: 900,
  sha256: 'cd'.repeat(32),
  width: 256,
  height: 171,
};

/** What raster_mosaic says of a tile: a third of the raster. */
export const TILE = {
  container_name: 'silver',
  blob_name: 'rasters/a.tile-r00-c01.tif',
  media_type: 'image/tiff; application=geotiff; profile=cloud-optimized',
  roles: ['data'],
  width: 100,
  height: 200,
  bounds: [502000, 4998000, 503000, 5000000],
  data_type: 'UInt16',
  nodata: 0,
};

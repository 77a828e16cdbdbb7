/** Failure codes of reading a blob, with their meaning for the reference page. */
export const SOURCE_ERRORS = {
  source_not_found: 'There is no such blob.',
  container_not_found: 'There is no such container.',
  invalid_blob_path: 'The container or blob name is not one that may be used.',
  source_changed: 'The blob was replaced after it was looked at.',
} as const;

/** Failure codes of looking through a container. */
export const CONTAINER_ERRORS = {
  container_not_found: SOURCE_ERRORS.container_not_found,
  container_not_allowed: 'The container is none that data comes in by.',
  invalid_blob_path: 'The container, blob name or prefix is not one that may be used.',
} as const;

/** Failure codes of files that are read as one raster. */
export const FILES_ERRORS = {
  files_disagree: 'The files differ in their CRS, grid, bands or pixel type, so that they make no one raster.',
} as const;

/** Failure codes of the raster itself: the same content can never pass. */
export const RASTER_ERRORS = {
  empty_blob: 'The blob has no bytes.',
  not_a_raster: 'The content is not a raster file, whatever its name says.',
  driver_not_allowed: 'The content is of a format that is not taken; GeoTIFF and JPEG 2000 are.',
  raster_truncated: 'The file ends before its own directory says it does.',
  cyclic_directories: "The TIFF's directories follow each other in a circle.",
  too_many_directories: 'The TIFF has far more directories than a raster with masks and overviews needs.',
  unsupported_compression: 'The pixels are compressed in a way that is not known here.',
  raster_unreadable: 'The header or sampled pixels could not be decoded.',
  invalid_ascii_grid:
    'A value of the ASCII grid is no number, or no double can be it; or there are too many or too few; or its header tells no place.',
  no_bands: 'The raster has no bands.',
  several_variables: 'The netCDF holds several variables.',
  too_many_bands: 'The raster has more bands than the limit.',
  raster_too_large: 'Width × height × bands × bytes a pixel, in whole tiles of 512 × 512, is over the limit.',
  implausible_size: 'The raster declares far more pixels to decode than its stored bytes can plausibly hold.',
  unsupported_pixel_type: 'The pixels are complex numbers or of a type that is not taken.',
  mixed_pixel_types: 'The bands are of different pixel types.',
  missing_crs: 'The raster has no coordinate reference system and none was declared.',
  unknown_crs: 'The declared coordinate reference system is not known.',
  unsupported_crs:
    'The coordinate reference system is local, vertical or geocentric and cannot be placed on a map, or it names a file or URL; or one with heights was declared, or is the target.',
  missing_geotransform: 'The raster has no geotransform: its pixels have no place.',
  invalid_axes: 'The axes of the netCDF are not evenly spaced, are in another order, or contradict other attributes.',
  invalid_geotransform: 'The geotransform holds NaN or infinity.',
  rpcs_only: 'The raster is placed by rational polynomial coefficients only; it must be orthorectified first.',
  gcps_only: 'The raster is placed by ground control points only; it must be warped first.',
  rotated_geotransform: 'The pixel grid is rotated or sheared.',
  south_up_geotransform: 'The rows run from south to north.',
  mirrored_geotransform: 'The columns run from east to west.',
  degenerate_geotransform: 'The pixels are so small that the raster covers no ground.',
  bounds_outside_crs: 'The bounds make no sense in the coordinate reference system.',
  raster_type_mismatch: 'The bands cannot be what raster_type says that they are.',
  gdal_timed_out: 'GDAL took longer than it is given.',
} as const;

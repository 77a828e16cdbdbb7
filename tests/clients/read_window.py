"""Reads a window of a COG by its signed address, as GDAL's users do. The address comes by standard input, where nobody else sees it."""

import json
import sys

import rasterio
from rasterio.windows import Window

address = sys.stdin.read().strip()
with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", CPL_VSIL_CURL_USE_HEAD="NO"):
    with rasterio.open(address) as raster:
        column, row, width, height = (int(value) for value in sys.argv[1:])
        pixels = raster.read(window=Window(column, row, width, height))
        print(
            json.dumps(
                {
                    "driver": raster.driver,
                    "crs": raster.crs.to_string(),
                    "shape": pixels.shape,
                    "overviews": raster.overviews(1),
                    "pixels": pixels.flatten().tolist(),
                }
            )
        )

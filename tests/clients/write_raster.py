"""Writes 20 x 20 pixels of 1 km in a CRS: write_raster.py CRS PATH."""

import sys

import numpy
import rasterio
from rasterio.transform import from_origin

crs, path = sys.argv[1:]
pixels = numpy.arange(400, dtype="uint16").reshape(1, 20, 20)
profile = {"driver": "GTiff", "width": 20, "height": 20, "count": 1, "dtype": "uint16"}
with rasterio.open(path, "w", crs=crs, transform=from_origin(0, 5_000, 1_000, 1_000), **profile) as raster:
    raster.write(pixels)

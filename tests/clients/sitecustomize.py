"""Python loads this by itself where it is on PYTHONPATH: schemas that validators would fetch are those that pystac brings, and those
of the file that STAC_SCHEMAS names, JSON by their addresses."""

import importlib.util
import json
import os
import pathlib
from urllib.parse import urlsplit

import requests

SCHEMAS = pathlib.Path(importlib.util.find_spec("pystac").origin).parent / "validation" / "jsonschemas"
GIVEN = json.loads(pathlib.Path(os.environ["STAC_SCHEMAS"]).read_text()) if "STAC_SCHEMAS" in os.environ else {}
_send = requests.Session.send


def _local(url):
    if url in GIVEN:
        return json.dumps(GIVEN[url]).encode()
    parts = urlsplit(url)
    name = parts.path.rsplit("/", 1)[-1]
    folder = {"geojson.org": "geojson", "schemas.stacspec.org": f"stac-spec/{parts.path.split('/')[1]}"}.get(parts.hostname)
    path = SCHEMAS / folder / name if folder else None
    return path.read_bytes() if path and path.exists() else None


def send(self, request, **options):
    content = _local(request.url)
    if content is None:
        return _send(self, request, **options)
    response = requests.Response()
    response.status_code = 200
    response.url = request.url
    response.request = request
    response.headers["Content-Type"] = "application/json"
    response._content = content
    return response


requests.Session.send = send

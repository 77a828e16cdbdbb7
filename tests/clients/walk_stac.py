"""Walks a STAC API as pystac-client does, and prints what it found as JSON (tests/integration/stac-clients.test.ts)."""

import json
import sys

from pystac_client import Client


def search(client, method):
    found = client.search(method=method, limit=250, max_items=None)
    return [item["id"] for item in found.items_as_dicts()]


def main(root):
    client = Client.open(root)
    collections = list(client.get_collections())
    by_collection = {each.id: sum(1 for _ in each.get_items()) for each in collections}
    across = client.search(bbox=[179, -90, -179, 90], max_items=None).items()
    print(
        json.dumps(
            {
                "title": client.title,
                "collections": by_collection,
                "get": search(client, "GET"),
                "post": search(client, "POST"),
                "filtered": sum(1 for _ in client.search(filter="eo:cloud_cover < 50", filter_lang="cql2-text").items()),
                "across": [item.id for item in across],
            }
        )
    )


main(sys.argv[1])

"""Has pystac and stac-validator look at the collections of a STAC API and at items of each, by the schemas of STAC and of the
extensions that they name, and prints as JSON how many there were and what is wrong (tests/integration/stac-clients.test.ts)."""

import json
import os
import sys

import pystac
from pystac.validation import RegisteredValidator
from pystac_client import Client
from sitecustomize import GIVEN
from stac_validator.stac_validator import StacValidate


def faults(thing):
    """What each of the two has to say against a collection or an item."""
    found = []
    try:
        pystac.read_dict(thing).validate()
    except Exception as error:
        found.append(f"pystac: {error}")
    validator = StacValidate()
    if not validator.validate_dict(thing):
        found.append(f"stac-validator: {validator.message}")
    return found


def main(root, most):
    RegisteredValidator.get_validator().schema_cache.update(GIVEN)
    client = Client.open(root, headers={"X-API-Key": os.environ["API_KEY"]})
    seen, wrong = {}, {}
    for collection in client.get_collections():
        items = list(client.search(collections=[collection.id], max_items=most).items_as_dicts())
        seen[collection.id] = [item["id"] for item in items]
        for thing in [collection.to_dict(), *items]:
            against = faults(thing)
            if against:
                wrong[f"{collection.id}/{thing['id']}"] = against
    print(json.dumps({"seen": seen, "wrong": wrong}))


main(sys.argv[1], int(sys.argv[2]))

"""What Schemathesis has to know of the two services besides their OpenAPI documents (docs/testing.md)."""

import base64
import hashlib
import hmac
import json
import os
import re
import time

import schemathesis
from requests.auth import AuthBase
from schemathesis.auths import RequestsAuth

REQUEST_ID = "contract-tests"
# Codes of requests that do not fit the document, as against those that ask for what is not there.
MISUNDERSTOOD = {
    *("invalid_request", "malformed_json", "malformed_request", "malformed_if_match", "malformed_idempotency_key"),
    "invalid_search",
}
# Texts and shapes with a grammar of their own.
SEARCH = ("bbox", "datetime", "intersects", "filter", "sortby")
# What the documents cannot say of a request, by operation: two fields beside each other, and the time.
BEYOND_SCHEMAS = {
    "lookUpJob": {"request_id", "asset_id", "version_ordinal"},
    "createPlatform": {"/optional_refs"},
    "createLayerMetadata": {"/max_zoom"},
    "replaceLayerMetadata": {"/max_zoom"},
    "createApiKey": {"/expires_at"},
    "rotateApiKey": {"/expires_at"},
    "retryJob": {"/nodes", "/items"},
    "listStacItems": set(SEARCH),
    "searchStacItems": set(SEARCH),
    "searchStacItemsByBody": {f"/{name}" for name in SEARCH},
}
# And what is refused in whatever JSON: no document can say that of every text and every number in it.
NOWHERE_TAKEN = {"invalid_text", "forbidden_key", "too_deep", "too_many_values", "number_out_of_range"}


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _service_token(key: bytes, method: str, path: str) -> str:
    """By which the domain API believes for 60 seconds that the gateway asks just this (src/api/shared/service-token.ts)."""
    now = int(time.time())
    claims = {
        "iss": "rhumbline-gateway",
        "aud": "rhumbline-domain",
        "sub": "contract-tests",
        "iat": now,
        "exp": now + 60,
        "scopes": ["submit", "read", "review", "admin"],
        "platform_id": None,
        "request_id": REQUEST_ID,
        "method": method,
        "path": path,
    }
    signed = ".".join(_encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{_encoded(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


class _Signed(AuthBase):
    """Signs what is sent when nothing more is changed of it."""

    def __call__(self, request):
        key = os.environ["RHUMBLINE_SERVICE_KEY"].encode()
        token = _service_token(key, request.method, request.path_url.split("?")[0])
        request.headers["Authorization"] = f"Bearer {token}"
        request.headers["X-Request-Id"] = REQUEST_ID
        return request


@schemathesis.auth(refresh_interval=None)
class ServiceToken:
    """Where the document asks for one; the gateway's API key is in its configuration."""

    def get(self, case, ctx):
        if "service_token" not in case.operation.schema.raw_schema["components"]["securitySchemes"]:
            return None
        return RequestsAuth(_Signed())

    def set(self, case, data, ctx):
        data.set(case, data, ctx)


def _is_beyond(fault, beyond) -> bool:
    place = fault.get("pointer", fault.get("parameter", ""))
    return fault["code"] in NOWHERE_TAKEN or any(place == field or place.startswith(f"{field}/") for field in beyond)


def _headers_fit(case) -> bool:
    """The coverage phase makes headers of letters and digits alone, whatever their pattern, and calls them valid."""
    for parameter in case.operation.definition.raw.get("parameters", []):
        value = case.headers.get(parameter["name"]) if parameter["in"] == "header" else None
        pattern = parameter["schema"].get("pattern")
        if value is not None and pattern is not None and not re.search(pattern, value):
            return False
    return True


@schemathesis.check
def valid_requests_are_understood(ctx, response, case):
    """A request that fits the document may ask for what is not there; it is never told that it does not fit."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    try:
        problem = response.json()
    except ValueError:
        return
    if problem.get("code") not in MISUNDERSTOOD or not _headers_fit(case):
        return
    beyond = BEYOND_SCHEMAS.get(case.operation.definition.raw.get("operationId"), set())
    faults = problem.get("errors", [])
    if not faults or not all(_is_beyond(fault, beyond) for fault in faults):
        raise AssertionError(f"{problem['code']}: {problem['detail']} {problem.get('errors')}")

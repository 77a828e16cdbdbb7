const STAC = 'https://api.stacspec.org/v1.0.0';
const OGC = 'http://www.opengis.net/spec';

/** Conformance classes that are met. Not OpenAPI 3.0 of OGC API Features: the description is OpenAPI 3.1. */
export const CONFORMS_TO: readonly string[] = [
  ...['core', 'collections', 'ogcapi-features', 'item-search'].map((name) => `${STAC}/${name}`),
  ...['sort', 'fields', 'filter'].flatMap((name) => [`${STAC}/item-search#${name}`, `${STAC}/ogcapi-features#${name}`]),
  ...['core', 'geojson'].map((name) => `${OGC}/ogcapi-features-1/1.0/conf/${name}`),
  ...['filter', 'features-filter'].map((name) => `${OGC}/ogcapi-features-3/1.0/conf/${name}`),
  ...['cql2-text', 'cql2-json', 'basic-cql2', 'advanced-comparison-operators', 'basic-spatial-functions'].map(
    (name) => `${OGC}/cql2/1.0/conf/${name}`,
  ),
];

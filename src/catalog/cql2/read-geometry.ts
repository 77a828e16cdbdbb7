import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { TokenReader } from './token-reader.ts';

/** GeoJSON's names of WKT's geometries, and how deep their coordinates are nested. */
const GEOMETRIES: Readonly<Record<string, readonly [type: string, depth: number]>> = {
  POINT: ['Point', 0],
  LINESTRING: ['LineString', 1],
  POLYGON: ['Polygon', 2],
  MULTIPOINT: ['MultiPoint', 1],
  MULTILINESTRING: ['MultiLineString', 2],
  MULTIPOLYGON: ['MultiPolygon', 3],
};

export function isGeometryWord(keyword: string): boolean {
  return Object.hasOwn(GEOMETRIES, keyword) || keyword === 'BBOX' || keyword === 'GEOMETRYCOLLECTION';
}

/** What is between the parentheses of WKT, the opening one being read. @throws FaultError `invalid_search` */
export function readGeometry(reader: TokenReader, keyword: string): JsonObject {
  if (keyword === 'BBOX') return { bbox: readSeparated(reader, readNumber) };
  if (keyword === 'GEOMETRYCOLLECTION') {
    return { type: 'GeometryCollection', geometries: readSeparated(reader, readInner) };
  }
  const [type, depth] = GEOMETRIES[keyword] ?? ['', 0];
  if (depth > 0) return { type, coordinates: readNested(reader, depth) };
  const coordinates = readPosition(reader);
  reader.expect(')');
  return { type, coordinates };
}

function readInner(reader: TokenReader): JsonObject {
  const { keyword } = reader.next('a geometry');
  reader.expect('(');
  if (!isGeometryWord(keyword)) throw reader.refuse('a geometry');
  return reader.within(() => readGeometry(reader, keyword));
}

function readNested(reader: TokenReader, depth: number): JsonValue[] {
  return readSeparated(reader, () => {
    // Points of a MULTIPOINT may be in parentheses of their own.
    const isOpen = reader.take('(');
    if (depth > 1 && isOpen) return readNested(reader, depth - 1);
    if (depth > 1) throw reader.refuse('(');
    const position = readPosition(reader);
    if (isOpen) reader.expect(')');
    return position;
  });
}

function readSeparated<T>(reader: TokenReader, read: (reader: TokenReader) => T): T[] {
  const parts = [read(reader)];
  while (reader.take(',')) parts.push(read(reader));
  reader.expect(')');
  return parts;
}

function readPosition(reader: TokenReader): number[] {
  const position = [readNumber(reader), readNumber(reader)];
  const next = reader.peek();
  if (next?.kind === 'number' || (next?.kind === 'sign' && next.value === '-')) position.push(readNumber(reader));
  return position;
}

function readNumber(reader: TokenReader): number {
  const sign = reader.take('-') ? -1 : 1;
  const token = reader.next('a number');
  if (token.kind !== 'number') throw reader.refuse('a number before it');
  return sign * Number(token.value);
}

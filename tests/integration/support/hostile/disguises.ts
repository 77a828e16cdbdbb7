import { deflateRawSync, gzipSync } from 'node:zlib';
import type { HostileCase, Lures } from './hostile-case.ts';
import { makeTiff } from './make-tiff.ts';
import { ascii, DEFLATED, SOUND, soundWith, TAG } from './sound-page.ts';

/** Content of one kind under the name of another, and content that is of two kinds. */
export function disguises(lures: Lures): HostileCase[] {
  const vrt = vrtOf(lures.file);
  const remote = vrtOf(`/vsicurl/${lures.url}`);
  const sound = makeTiff([SOUND]).bytes;
  const refused: [string, string, Uint8Array | string][] = [
    ['nothing at all', 'empty_blob', ''],
    ['one byte', 'not_a_raster', 'I'],
    ['zero bytes', 'not_a_raster', new Uint8Array(5000)],
    ['a web page', 'not_a_raster', '<!DOCTYPE html><html></html>'],
    ['a VRT of a file', 'driver_not_allowed', vrt],
    ['a VRT of a URL', 'driver_not_allowed', remote],
    ['a VRT behind a byte order mark', 'driver_not_allowed', `\ufeff<?xml version="1.0"?>\n${vrt}`],
    ['a VRT behind a comment', 'driver_not_allowed', `<!-- ${'x'.repeat(900)} -->${vrt}`],
    ['a VRT behind a page of blanks', 'not_a_raster', ' '.repeat(5000) + vrt],
    ['a VRT in UTF-16', 'not_a_raster', Buffer.from(`\ufeff${vrt}`, 'utf16le')],
    [
      'a VRT that calls a function',
      'driver_not_allowed',
      vrt.replace('<VRTRasterBand', '<VRTRasterBand subClass="VRTDerivedRasterBand"'),
    ],
    [
      'a VRT of vectors',
      'not_a_raster',
      `<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>${lures.url}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>`,
    ],
    [
      'a WMS description',
      'driver_not_allowed',
      `<GDAL_WMS><Service name="TMS"><ServerUrl>${lures.url}</ServerUrl></Service></GDAL_WMS>`,
    ],
    [
      'a WMTS description',
      'driver_not_allowed',
      `<GDAL_WMTS><GetCapabilitiesUrl>${lures.url}</GetCapabilitiesUrl></GDAL_WMTS>`,
    ],
    ['a WCS description', 'driver_not_allowed', `<WCS_GDAL><ServiceURL>${lures.url}</ServiceURL></WCS_GDAL>`],
    ['XML that includes a file', 'not_a_raster', `<!DOCTYPE x [<!ENTITY y SYSTEM "file://${lures.file}">]><x>&y;</x>`],
    [
      'a STAC item',
      'not_a_raster',
      `{"type":"Feature","stac_version":"1.0.0","assets":{"a":{"href":"${lures.url}"}}}`.replace('"Feature"', '"Item"'),
    ],
    ['a GeoJSON', 'driver_not_allowed', '{"type":"FeatureCollection","features":[]}'],
    ['the words of a path', 'not_a_raster', lures.file],
    ['the words of a GDAL connection', 'not_a_raster', `ZARR:"/vsicurl/${lures.url}"`],
    ['a ZIP whose entries climb out', 'driver_not_allowed', zipOf('../../../../tmp/climbed.tif', sound)],
    ['a gzip of a TIFF', 'driver_not_allowed', gzipSync(sound)],
    ['a tar of a TIFF', 'driver_not_allowed', tarOf('../climbed.tif', sound)],
    ['a PDF', 'driver_not_allowed', '%PDF-1.7\n'],
    ['a PDF with a TIFF inside', 'driver_not_allowed', Buffer.concat([Buffer.from('%PDF-1.7\n'), sound])],
    ['an HDF5', 'driver_not_allowed', Buffer.from('894844460d0a1a0a00', 'hex')],
    ['a TIFF behind a byte', 'not_a_raster', Buffer.concat([Buffer.from(' '), sound])],
    [
      'the first bytes of a JPEG 2000, then a VRT',
      'raster_truncated',
      Buffer.concat([JP2_SIGNATURE, Buffer.from(vrt)]),
    ],
    [
      'the first bytes of a TIFF, then a VRT',
      'raster_truncated',
      Buffer.concat([sound.subarray(0, 4), Buffer.from(remote)]),
    ],
  ];
  const taken: [string, Uint8Array, string?][] = [
    ['a TIFF that ends as a ZIP', Buffer.concat([sound, zipOf('../climbed.tif', sound)])],
    ['a TIFF that ends as a VRT', Buffer.concat([sound, Buffer.from(remote)])],
    ['a TIFF with a VRT in its description', makeTiff([soundWith({ 270: ascii(remote) })]).bytes],
    [
      'a TIFF with a VRT in its metadata',
      makeTiff([
        soundWith({
          [TAG.metadata]: ascii(`<GDALMetadata><Item name="x" domain="xml:VRT">${remote}</Item></GDALMetadata>`),
        }),
      ]).bytes,
    ],
    ['a TIFF named .vrt', sound, '.vrt'],
    ['a TIFF named .zip', sound, '.zip'],
    ['a TIFF named .tif.gz', sound, '.tif.gz'],
    ['a TIFF whose name has no end', sound, ''],
    ['a TIFF with odd characters in its name', makeTiff([DEFLATED]).bytes, ' é#?&=%41,+.tif'],
  ];
  return [
    ...refused.map(([what, code, content]): HostileCase => ({ what: `${what} named .tif`, content, code })),
    ...taken.map(
      ([what, content, suffix]): HostileCase => ({
        what,
        content,
        code: null,
        ...(suffix !== undefined && { suffix }),
      }),
    ),
    { what: 'a TIFF with hostile blobs beside it', content: sound, code: null, beside: sidecars(lures, vrt, remote) },
  ];
}

/** What GDAL looks for beside a raster, each of which could change what is read. */
function sidecars(lures: Lures, vrt: string, remote: string): NonNullable<HostileCase['beside']> {
  return {
    '.ovr': remote,
    '.msk': vrt,
    '.aux.xml': `<PAMDataset><SRS>EPSG:4326</SRS><GeoTransform>0,1,0,0,0,1</GeoTransform><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">/vsicurl/${lures.url}</MDI></Metadata></PAMDataset>`,
    '.prj': 'GEOGCS["other"]',
    '.tfw': '1\n0\n0\n-1\n0\n0\n',
    '.imd': '',
    '.rpb': '',
  };
}

const JP2_SIGNATURE = Buffer.from('0000000c6a5020200d0a870a', 'hex');

function vrtOf(source: string): string {
  return `<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>${source}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>`;
}

/** One entry, of which only the name matters here. */
function zipOf(name: string, content: Uint8Array): Buffer {
  const data = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  return Buffer.concat([local, Buffer.from(name), data]);
}

function tarOf(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write(content.length.toString(8).padStart(11, '0'), 124);
  head.write('ustar', 257);
  return Buffer.concat([head, content]);
}

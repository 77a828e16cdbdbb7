import type { HeaderBand } from './gdalinfo.ts';
import { hasOwnMask } from './own-mask.ts';
import type { PixelWindow } from './pixels/pixel-windows.ts';
import type { Geotransform, Nodata } from './raster.ts';

/** A raster that all of the window is filled with, pixel by pixel; later ones lie over earlier ones. */
export interface MosaicPart {
  /** Relative to where the mosaic lies. */
  name: string;
  window: PixelWindow;
}

export interface Mosaic {
  width: number;
  height: number;
  geotransform: Geotransform;
  /** WKT; null for none. */
  crs: string | null;
  /** As each part has them. */
  bands: readonly HeaderBand[];
  /** Metadata of the dataset. */
  tags: Readonly<Record<string, string>>;
  parts: readonly MosaicPart[];
  /** Parts may lie over each other: where one holds no data, that which is beneath is seen. */
  overlapping?: boolean;
  /** Nodata of each band of the parts, which say nothing of it here: a mask is made of it, of pixels of which any band holds data. */
  maskOf?: readonly (Nodata | null)[];
  /** A raster of one pixel that is seen where no part lies. */
  beneath?: string | undefined;
  /** Of all of it, in fewer pixels. */
  overview?: string;
}

/**
 * A virtual raster of parts. It names them, and holds nothing else of them.
 * Source: https://gdal.org/drivers/raster/vrt.html
 */
export function mosaicVrt(mosaic: Mosaic): string {
  const { width, height, crs, geotransform, bands, tags } = mosaic;
  const lines = [
    `<VRTDataset rasterXSize="${width}" rasterYSize="${height}">`,
    ...element('SRS', crs, '  '),
    `  <GeoTransform>${geotransform.join(', ')}</GeoTransform>`,
    ...metadata('  ', tags),
    ...bands.flatMap((band) => bandLines(band, mosaic)),
    ...maskLines(mosaic),
    '</VRTDataset>',
    '',
  ];
  return lines.join('\n');
}

function bandLines(band: HeaderBand, mosaic: Mosaic): string[] {
  const { overview } = mosaic;
  return [
    `  <VRTRasterBand dataType="${escaped(band.type)}" band="${band.index}">`,
    ...element('Description', band.description),
    ...element('UnitType', band.unit),
    ...element('Offset', band.offset),
    ...element('Scale', band.scale),
    ...element('NoDataValue', band.nodata),
    ...element('ColorInterp', band.colourInterpretation),
    ...metadata('    ', band.tags),
    ...(band.bits === null ? [] : metadata('    ', { NBITS: String(band.bits) }, 'IMAGE_STRUCTURE')),
    ...colourTable(band),
    ...pixelLines(band, mosaic),
    ...(overview === undefined
      ? []
      : [`    <Overview>${fileName(overview)}<SourceBand>${band.index}</SourceBand></Overview>`]),
    '  </VRTRasterBand>',
  ];
}

/** Where masked pixels are seen through, what lies beneath all of them is that of the last part: also pixels that nobody sees are those of a file. */
function pixelLines(band: HeaderBand, mosaic: Mosaic): string[] {
  const linesOf = (without: readonly string[]) =>
    mosaic.parts.flatMap((part) => sourceLines(part, String(band.index), band, without));
  const without = seenThrough(band, mosaic);
  return [...beneathLines(band, mosaic), ...(without === MASKED ? linesOf([]) : []), ...linesOf(without)];
}

function beneathLines({ index }: HeaderBand, { beneath, width, height }: Mosaic): string[] {
  if (beneath === undefined) return [];
  return [
    `    <SimpleSource>${fileName(beneath)}<SourceBand>${index}</SourceBand>`,
    `      <SrcRect xOff="0" yOff="0" xSize="1" ySize="1"/><DstRect xOff="0" yOff="0" xSize="${width}" ySize="${height}"/>`,
    '    </SimpleSource>',
  ];
}

/** Of parts that have a mask of their dataset. */
function maskLines({ bands, parts, overlapping, maskOf }: Mosaic): string[] {
  const [band] = bands;
  if (!band || !hasOwnMask(bands)) return [];
  return [
    '  <MaskBand>',
    '  <VRTRasterBand dataType="Byte">',
    ...(maskOf
      ? parts.flatMap((part) => bands.flatMap((each, at) => opaqueLines(part, each, maskOf[at] ?? null)))
      : parts.flatMap((part) =>
          sourceLines(part, 'mask,1', { type: 'Byte', block: band.block }, overlapping ? noData(0) : []),
        )),
    '  </VRTRasterBand>',
    '  </MaskBand>',
  ];
}

/** Whatever is not nodata becomes 255. */
function opaqueLines(part: MosaicPart, band: HeaderBand, nodata: Nodata | null): string[] {
  const opaque = [
    '      <ScaleOffset>255</ScaleOffset><ScaleRatio>0</ScaleRatio>',
    ...element('NODATA', nodata, '      '),
  ];
  return sourceLines(part, String(band.index), band, opaque);
}

/** Which pixels of an overlapping part are left out, by the element that says so. */
function seenThrough(
  { nodata, hasMask, colourInterpretation }: HeaderBand,
  { bands, overlapping }: Mosaic,
): readonly string[] {
  if (!overlapping) return [];
  if (colourInterpretation === 'alpha') return noData(0);
  if (nodata !== null) return noData(nodata);
  const masked = hasMask || bands.some((band) => band.colourInterpretation === 'alpha');
  return masked ? MASKED : [];
}

const MASKED: readonly string[] = ['      <UseMaskBand>true</UseMaskBand>'];

const noData = (value: Nodata): string[] => element('NODATA', value, '      ');

/** What GDAL is told of the part it need not open it for. */
function sourceLines(
  { name, window }: MosaicPart,
  band: string,
  { type, block }: Pick<HeaderBand, 'type' | 'block'>,
  without: readonly string[],
): string[] {
  const kind = without.length > 0 ? 'ComplexSource' : 'SimpleSource';
  const { column, row, width, height } = window;
  const size = `xSize="${width}" ySize="${height}"`;
  return [
    `    <${kind}>${fileName(name)}<SourceBand>${band}</SourceBand>`,
    `      <SourceProperties RasterXSize="${width}" RasterYSize="${height}" DataType="${escaped(type)}" BlockXSize="${block[0]}" BlockYSize="${block[1]}"/>`,
    `      <SrcRect xOff="0" yOff="0" ${size}/><DstRect xOff="${column}" yOff="${row}" ${size}/>`,
    ...without,
    `    </${kind}>`,
  ];
}

const fileName = (name: string): string => `<SourceFilename relativeToVRT="1">${escaped(name)}</SourceFilename>`;

function metadata(indent: string, tags: Readonly<Record<string, string>>, domain?: string): string[] {
  const lines = Object.entries(tags).map(
    ([key, value]) => `${indent}  <MDI key="${escaped(key)}">${escaped(value)}</MDI>`,
  );
  if (lines.length === 0) return [];
  return [`${indent}<Metadata${domain ? ` domain="${domain}"` : ''}>`, ...lines, `${indent}</Metadata>`];
}

function colourTable({ palette }: HeaderBand): string[] {
  if (!palette) return [];
  const entries = palette.map(([c1, c2, c3, c4]) => `      <Entry c1="${c1}" c2="${c2}" c3="${c3}" c4="${c4}"/>`);
  return ['    <ColorTable>', ...entries, '    </ColorTable>'];
}

function element(name: string, value: string | number | null, indent = '    '): string[] {
  return value === null ? [] : [`${indent}<${name}>${escaped(String(value))}</${name}>`];
}

/** Text of others: XML 1.0 has no control characters but three. */
function escaped(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? character : ''));
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

import type { Colour, HeaderBand } from '../gdalinfo.ts';
import type { RasterClass } from '../raster.ts';

/** How pixels become colours. Bands are counted from 1. */
export type Rendering =
  | { kind: 'palette'; bands: [number]; palette: readonly Colour[] }
  | { kind: 'gray'; bands: [number] }
  | { kind: 'colours'; bands: [number, number, number] };

/**
 * What a raster looks like: by its colour table, in its own colours, or its first three bands as red, green and blue;
 * one band alone is grey.
 * @param chosen bands to show instead, one or three
 */
export function renderingOf(bands: readonly HeaderBand[], chosen: readonly number[] | null): Rendering {
  const [red, green, blue] = chosen ?? coloursOf(bands) ?? withoutAlpha(bands);
  if (red !== undefined && green !== undefined && blue !== undefined) {
    return { kind: 'colours', bands: [red, green, blue] };
  }
  const only = red ?? 1;
  const palette = bands.find(({ index }) => index === only)?.palette;
  return palette ? { kind: 'palette', bands: [only], palette } : { kind: 'gray', bands: [only] };
}

/** Whether values are classes, between which there is nothing. */
export function showsClasses({ kind }: Rendering, raster_class: RasterClass): boolean {
  return kind === 'palette' || raster_class === 'categorical' || raster_class === 'palette';
}

function coloursOf(bands: readonly HeaderBand[]): number[] | undefined {
  const places = ['red', 'green', 'blue'].map(
    (colour) => bands.find(({ colourInterpretation }) => colourInterpretation === colour)?.index,
  );
  return places.every((place) => place !== undefined) ? places : undefined;
}

/** Of two bands the first alone: two make no colours. */
function withoutAlpha(bands: readonly HeaderBand[]): number[] {
  const shown = bands.filter(({ colourInterpretation }) => colourInterpretation !== 'alpha').map(({ index }) => index);
  return shown.length >= 3 ? shown.slice(0, 3) : shown.slice(0, 1);
}

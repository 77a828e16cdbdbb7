import type { RasterWarning } from '../geo/raster.ts';
import type { Gdal } from './gdal.ts';

export interface WatchedDecoder {
  gdal: Gdal;
  /** Of what its runs have printed so far. */
  warnings: () => RasterWarning[];
}

/** What decoders print of a block that is damaged, where GDAL makes pixels of it all the same and ends well. Bytes too many between blocks of a JPEG do no harm. */
const DAMAGE =
  /^(?:Warning|ERROR) \d+: (.*(?:(?:Fax|\w+Decode)\w*:|(?:JPEGLib|libjpeg): ?(?:Premature|Corrupt JPEG data: (?!\d+ extraneous))).*)$/m;

/** A GDAL of whose runs the decoders' complaints are kept: codecs without checksums know damage only by what does not fit. */
export function watchDecoder(gdal: Gdal): WatchedDecoder {
  let first: string | undefined;
  return {
    gdal: {
      ...gdal,
      run: async (run) => {
        const result = await gdal.run(run);
        first ??= DAMAGE.exec(result.stderr)?.[1];
        return result;
      },
    },
    warnings: () => (first === undefined ? [] : [decoderWarned(first)]),
  };
}

function decoderWarned(what: string): RasterWarning {
  const message = `Pixels were decoded, but GDAL complained of them ("${what.trim()}"), so that the content is probably damaged and some pixels are wrong; export the raster anew and upload it again.`;
  return { code: 'decoder_warned', message };
}

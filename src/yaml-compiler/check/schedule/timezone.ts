import { didYouMean } from '../../../plan/nearest.ts';

/** What is wrong with the name of a time zone, as a whole sentence, or undefined when it is one of IANA's. */
export function describeTimezoneFault(name: string): string | undefined {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  if (known.includes(name)) return undefined;
  // Intl knows old names too, but is lenient in case, and takes offsets, where the server's clock is not.
  const isOldName = /^[A-Z][A-Za-z0-9_+/-]+$/.test(name) && isZone(name);
  const inOtherCase = known.some((zone) => zone.toLowerCase() === name.toLowerCase());
  if (isOldName && !inOtherCase) return undefined;
  return `There is no time zone \`${name}\`: IANA names are such as Europe/Zurich.${didYouMean(name, known)}`;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

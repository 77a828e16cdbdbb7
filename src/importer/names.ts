const ALLOWED = /^[a-z][a-z0-9_]{0,63}$/;

/** A name as the language allows it: `createCog` and `Create COG` become `create_cog`. */
export function allowedName(name: string): string {
  if (ALLOWED.test(name)) return name;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return (/^[a-z]/.test(words) ? words : `x_${words}`).slice(0, 64).replace(/_+$/, '');
}

/** New names by old ones; no two alike. */
export function renameAll(names: readonly string[]): Map<string, string> {
  const taken = new Set(names.filter((name) => allowedName(name) === name));
  return new Map(
    names.map((name) => {
      const wanted = allowedName(name);
      const given = wanted === name ? name : freeName(wanted, taken);
      taken.add(given);
      return [name, given];
    }),
  );
}

/** The name itself, or with the first number that makes it free. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const candidate = `${wanted.slice(0, 60)}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

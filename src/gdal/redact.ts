/**
 * Takes credentials and this machine's paths out of what a program printed, so that it may be kept.
 * @param folders paths whose contents are called by their name alone
 */
export function redact(text: string, folders: readonly string[]): string {
  const withoutFolders = folders.reduce((rest, folder) => rest.replaceAll(`${folder}/`, ''), text);
  return withoutFolders
    .replace(/SharedAccessSignature=[^;\s"']*/gi, 'SharedAccessSignature=…')
    .replace(/\bsig=[^&\s"';]*/gi, 'sig…')
    .replace(/\bBearer [\w.~+/-]+=*/gi, 'Bearer …')
    .replaceAll('/vsiaz/', '');
}

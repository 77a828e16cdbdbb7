const SAFE = /[A-Za-z0-9_-]/;
/** Blob names have 1,024 characters at most, of which a hash takes its part. */
const MAX_LENGTH = 900;

/** The job of a workflow: that of a child workflow stands before the first slash of its id. */
function jobOf(workflowId: string): string {
  return workflowId.split('/', 1)[0] as string;
}

/** Where the payloads of a workflow lie: under its job, whose id is a folder's name with all but `A-Za-z0-9_-` as `=` and hex. */
export function folderOf(workflowId: string): string {
  const bytes = Buffer.from(jobOf(workflowId), 'utf8');
  const folder = Array.from(bytes, encodeByte).join('');
  if (folder === '' || folder.length > MAX_LENGTH)
    throw new RangeError(`no folder for a workflow id of ${bytes.length} bytes`);
  return folder;
}

/** The job whose payloads a folder holds; undefined for a folder that is not one of payloads. */
export function jobOfFolder(folder: string): string | undefined {
  if (!/^(?:[A-Za-z0-9_-]|=[0-9a-f]{2})+$/.test(folder)) return undefined;
  return Buffer.from(
    folder.replace(/=(..)|([^=])/g, (_, hex, char) => hex ?? char.charCodeAt(0).toString(16)),
    'hex',
  ).toString('utf8');
}

function encodeByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return SAFE.test(char) ? char : `=${byte.toString(16).padStart(2, '0')}`;
}

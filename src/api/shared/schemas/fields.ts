import { z } from 'zod';

/** Fields that several bodies, parameters and answers have in common. */

/** In the document as well, where a pattern must mean the same to every language: no \p{Cc}. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to refuse them
const NO_CONTROL_CHARACTERS = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/** No control characters; what a client calls things is otherwise its own affair. */
export function text(maximum: number) {
  return z.string().min(1).max(maximum).regex(NO_CONTROL_CHARACTERS, 'must not have control characters');
}

/** Nor what is not seen, or turns the direction of the text around it: two references that look alike would be two assets. */
const NO_HIDDEN_CHARACTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: to refuse them
  /^[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*$/;
/** What `trim` would take away, written out: other languages have other blanks, and clients read the pattern in the document. */
const NO_OUTER_BLANKS =
  /^(?:[^ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000](?:[\s\S]*[^ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])?)?$/;
/** A platform's own name of a thing, of which an asset's id is made. */
export const reference = z
  .string()
  .min(1)
  .max(255)
  .regex(NO_HIDDEN_CHARACTERS, 'must not have control characters, or others that are not seen')
  .regex(NO_OUTER_BLANKS, 'must not begin or end with a blank');

/** An absent field and null mean the same: clients of typed languages send null for what they do not set. */
function orNull<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? null);
}

/** What stands in a path by itself: of `.` and `..` a path is made that leads elsewhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to refuse them
const NO_DOT_SEGMENT = /^(?!\.{1,2}$)[^\u0000-\u001f\u007f-\u009f]*$/;
function segment(maximum: number) {
  return z.string().min(1).max(maximum).regex(NO_DOT_SEGMENT, 'must not be . or .., nor have control characters');
}

export const platformId = segment(50).meta({ description: 'The platform, such as `ddh`.', example: 'ddh' });

export const requestId = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._~:@+=-]{1,64}$/, 'must have 1 to 64 letters, digits and ._~:@+=-')
  .meta({ description: "The client's name for the submission.", example: '6f1c2d34-7d0e-4b0e-9d0b-3c5b0a6f2e11' });

export const assetId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must have 32 lower-case hex digits')
  .meta({ description: 'The asset.', example: '0910ea81c879a37008e1a4894f74db27' });

export const jobId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,127}$/, 'must have 1 to 128 lower-case letters, digits, _ and -')
  .meta({ description: 'The job.', example: '0910ea81c879a37008e1a4894f74db27-v1-r0' });

export const workflowId = segment(64).meta({ description: 'Id of a workflow spec.', example: 'raster_ingest' });

/** In a path or a query everything is text. */
export const ordinalParameter = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1')
  .transform(Number)
  .meta({ description: 'The version: 1, 2, 3…', override: { type: 'integer', minimum: 1, maximum: 999_999_999 } });

/** Likewise. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const jsonValue = z.json().meta({ id: 'JsonValue', description: 'Any JSON.' });

export const inputParams = z
  .record(z.string(), jsonValue)
  .meta({ description: 'Inputs of the workflow, checked against its declarations.', type: 'object' });

export const optionalText = (maximum: number) => orNull(text(maximum));

export const callbackUrl = orNull(
  z
    .string()
    .max(512)
    // Before it is parsed as a URL, which leaves out line ends and tabs: another address than was sent.
    .regex(/^\S*$/, 'must have no white space')
    .check(z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }))
    .refine((url) => !hasCredentials(url), { error: 'must not carry a user name or password' }),
).meta({
  description:
    "Where the version's state changes are told of: a public https:// address. See the documentation on callbacks.",
});

export const timestamp = z.iso.datetime().meta({ description: 'RFC 3339, UTC.', example: '2026-01-02T03:04:05.678Z' });

export const clientError = z
  .object({ code: z.string().meta({ example: 'invalid_raster' }), message: z.string() })
  .meta({ description: 'Why processing failed.' });

export const percent = z.number().min(0).max(100);

function hasCredentials(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && (url.username !== '' || url.password !== '');
}

export const nodeId = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/, 'must have 1 to 128 letters, digits, _ and -')
  .meta({ description: 'The node, as the spec calls it.', example: 'validate' });

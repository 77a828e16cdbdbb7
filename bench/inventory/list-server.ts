import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Answers List Blobs (https://learn.microsoft.com/rest/api/storageservices/list-blobs) for containers that are called after how many blobs
 * are in them, such as `blobs-1000000`. Azurite goes through all blobs for every page, and takes as long to be filled as to be listed.
 */
const certificates = join(process.env.RHUMBLINE_STATE_DIR ?? '', 'certificates');
const [key, cert] = ['leaf.key', 'leaf.pem'].map((name) => readFileSync(join(certificates, name)));

createServer({ key, cert }, (request, response) => {
  const { pathname, searchParams } = new URL(`https://localhost${request.url}`);
  const count = Number(/blobs-(\d+)$/.exec(pathname)?.[1] ?? 0);
  const from = Number(searchParams.get('marker') ?? 0);
  const until = Math.min(count, from + Number(searchParams.get('maxresults') ?? 5_000));
  response.setHeader('Content-Type', 'application/xml');
  response.end(pageOf(from, until, until < count ? String(until) : ''));
}).listen(Number(process.env.PORT), '127.0.0.1', () => {
  // For those who wait for it, and do not know the authority that has signed its certificate.
  createHttpServer((_request, response) => response.end()).listen(Number(process.env.HEALTH_PORT), '127.0.0.1');
});

const EXTENSIONS = ['tif', 'tif', 'json', 'xml', 'jp2'];

function pageOf(from: number, until: number, next: string): string {
  const blobs = Array.from({ length: until - from }, (_, at) => blobOf(from + at));
  return `<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>${blobs.join('')}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
}

function blobOf(index: number): string {
  const name = `scenes/${String(index % 977).padStart(4, '0')}/${String(index).padStart(9, '0')}.${EXTENSIONS[index % EXTENSIONS.length]}`;
  const modified = new Date(1_700_000_000_000 + 1_000 * index).toUTCString();
  const size = (index * 7_919) % 4_000_000_000;
  return `<Blob><Name>${name}</Name><Properties><Creation-Time>${modified}</Creation-Time><Last-Modified>${modified}</Last-Modified><Etag>0x8D${index}</Etag><Content-Length>${size}</Content-Length><Content-Type>image/tiff</Content-Type><Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5><BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState></Properties><Metadata><a>1</a></Metadata></Blob>`;
}

import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

const TENANT = '7b1a7c1e-0d5f-4e1c-9a3e-000000000001';
const PRINCIPAL = '7b1a7c1e-0d5f-4e1c-9a3e-000000000002';
const LIFETIME_SECONDS = 24 * 3_600;

/**
 * A managed identity as App Service offers it (IDENTITY_ENDPOINT, IDENTITY_HEADER), for a machine that
 * has none. The real DefaultAzureCredential asks it and notices nothing. Its tokens are unsigned, which
 * only Azurite takes.
 * Source: learn.microsoft.com/azure/app-service/overview-managed-identity, REST endpoint reference.
 */
export async function startIdentity(port: number, header: string, host = '127.0.0.1'): Promise<Server> {
  const server = createServer((incoming, response) => {
    const { status, body } = answer(incoming, header);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

export async function stopIdentity(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function answer(incoming: IncomingMessage, header: string): { status: number; body: object } {
  const given = incoming.headers['x-identity-header'];
  if (typeof given !== 'string' || !sameText(given, header)) {
    return { status: 401, body: { statusCode: 401, message: 'X-IDENTITY-HEADER is missing or wrong.' } };
  }
  const resource = new URL(incoming.url ?? '/', 'http://identity').searchParams.get('resource');
  if (!resource) return { status: 400, body: { statusCode: 400, message: 'The query has no resource.' } };
  return { status: 200, body: token(resource, Math.floor(Date.now() / 1000)) };
}

function token(resource: string, now: number): object {
  const expires = now + LIFETIME_SECONDS;
  const claims = {
    aud: resource.replace(/\/+$/, ''),
    iss: `https://sts.windows.net/${TENANT}/`,
    iat: now,
    nbf: now - 60,
    exp: expires,
    oid: PRINCIPAL,
    sub: PRINCIPAL,
    tid: TENANT,
    ver: '1.0',
  };
  const accessToken = `${base64Url({ alg: 'none', typ: 'JWT' })}.${base64Url(claims)}.${base64Url({})}`;
  return { access_token: accessToken, expires_on: `${expires}`, resource, token_type: 'Bearer', client_id: PRINCIPAL };
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnce } from './run-once.ts';
import type { StateFolder } from './state-folder.ts';

export interface Certificates {
  /** The authority that signed the leaf; clients trust this. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** The authority together with those that the environment trusts already, for NODE_EXTRA_CA_CERTS. */
  readonly bundleFile: string;
}

const DAYS = 365;
const RENEW_BEFORE_MS = 30 * 24 * 3_600_000;
const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/**
 * A certificate for 127.0.0.1 and localhost, signed by an authority of this folder's own. The
 * authority's key is thrown away at once, so that nobody can sign another with it.
 */
export async function ensureCertificates(
  folder: StateFolder,
  env: Readonly<Record<string, string>>,
  alreadyTrusted: string | undefined,
): Promise<Certificates> {
  const file = (name: string) => join(folder.certificates, name);
  const paths: Certificates = {
    caFile: file('ca.pem'),
    certFile: file('leaf.pem'),
    keyFile: file('leaf.key'),
    bundleFile: file('trusted.pem'),
  };
  if (!isFresh(paths)) await sign(paths, file, env);
  const others = alreadyTrusted && existsSync(alreadyTrusted) ? readFileSync(alreadyTrusted, 'utf8') : '';
  const ca = readFileSync(paths.caFile, 'utf8');
  // What is trusted already may be this very bundle, by way of stack.env.
  writeFileSync(paths.bundleFile, others.includes(ca) ? others : `${ca}${others}`);
  return paths;
}

function isFresh({ caFile, certFile, keyFile }: Certificates): boolean {
  if (![caFile, certFile, keyFile].every((path) => existsSync(path))) return false;
  return new X509Certificate(readFileSync(certFile)).validToDate.getTime() - Date.now() > RENEW_BEFORE_MS;
}

async function sign(paths: Certificates, file: (name: string) => string, env: Readonly<Record<string, string>>) {
  const [caKey, request, extensions, leaf] = ['ca.key', 'leaf.csr', 'leaf.ext', 'leaf.new'].map(file) as [
    string,
    string,
    string,
    string,
  ];
  const openssl = (...args: string[]) => runOnce({ name: 'openssl', command: 'openssl', args, env, cwd: file('.') });
  writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\n');
  const caSubject = ['-subj', '/CN=Rhumbline local authority'];
  await openssl('req', '-x509', ...EC_KEY, '-keyout', caKey, '-out', paths.caFile, '-days', `${DAYS}`, ...caSubject);
  await openssl('req', '-new', ...EC_KEY, '-keyout', paths.keyFile, '-out', request, '-subj', '/CN=localhost');
  const authority = ['-CA', paths.caFile, '-CAkey', caKey, '-CAcreateserial', '-extfile', extensions];
  await openssl('x509', '-req', '-in', request, '-out', leaf, '-days', `${DAYS}`, ...authority);
  renameSync(leaf, paths.certFile);
  for (const path of [caKey, request, extensions, file('ca.srl')]) rmSync(path, { force: true });
}

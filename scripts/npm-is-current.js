// Whether node_modules holds what package-lock.json says: exit code 0 or 1. Plain JavaScript, since it runs on whatever
// Node the machine has, before ours is installed. With --stamp: writes down that it does.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const STAMP = 'node_modules/.package-lock.sha256';
const lockText = readFileSync('package-lock.json');
const hash = createHash('sha256').update(lockText).digest('hex');

if (process.argv.includes('--stamp')) {
  writeFileSync(STAMP, hash);
} else if (read(STAMP) !== hash) {
  if (!isInstalled()) process.exit(1);
  writeFileSync(STAMP, hash);
}

/** npm keeps a lock of what it installed; somebody may have used it without us. */
function isInstalled() {
  const installed = JSON.parse(read('node_modules/.package-lock.json') ?? '{"packages":{}}').packages;
  const wanted = Object.entries(JSON.parse(lockText.toString()).packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) => optional || installed[path]?.version === version);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

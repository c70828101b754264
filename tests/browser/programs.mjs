// Programs nobody here wrote, which the product must get on with: an authenticator and a reader of QR codes.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The one-time code that `oathtool` shows for a secret (base32, grouping allowed) at a moment. */
export async function oathtool(secret, at) {
  const moment = at.toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
  const { stdout } = await run('oathtool', ['--totp', '--base32', '--now', moment, secret.replaceAll(/[\s-]/g, '')]);
  return stdout.trim();
}

/** What `zbarimg` reads off a picture of one QR code. */
export async function zbarimg(picture) {
  const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture]);
  return stdout.trim();
}

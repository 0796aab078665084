// https for the journeys: names that lead to this machine, and a certificate that only these browsers trust. Cookies
// and the memory of the back button behave over https as they do for people.

import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const folder = mkdtempSync('/tmp/toward-journey-tls-');
const [keyFile, certFile] = [`${folder}/key.pem`, `${folder}/cert.pem`];
execFileSync('openssl', [
  'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=journeys',
  '-addext', 'subjectAltName=DNS:toward.example,DNS:rain.example,DNS:other.example', '-keyout', keyFile, '-out', certFile,
], { stdio: 'ignore' });
const pair = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
rmSync(folder, { recursive: true });

const spki = new X509Certificate(pair.cert).publicKey.export({ type: 'spki', format: 'der' });

/** What a browser needs to know: every `.example` is here, and this one certificate is fine. */
export const TRUST = [
  '--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  `--ignore-certificate-errors-spki-list=${createHash('sha256').update(spki).digest('base64')}`,
];

const listening = (server, port = 0) => new Promise((resolve, reject) => {
  server.on('error', reject);
  server.listen(port, '127.0.0.1', () => resolve(server.address().port));
});

/** A site over https; `answer` is told each request. */
export async function secureSite(name, answer) {
  const server = createServer(pair, answer);
  const port = await listening(server);
  return {
    origin: `https://${name}:${port}`,
    end: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}

/** Puts https in front of what listens, or will listen, on `port()`: as a proxy does. */
export async function behindTls(name, port) {
  const open = new Set();
  const server = createTlsServer(pair, (outer) => {
    const inner = connect(port(), '127.0.0.1');
    open.add(outer);
    outer.on('close', () => { open.delete(outer); inner.destroy(); });
    inner.on('close', () => outer.destroy());
    for (const end of [outer, inner]) end.on('error', () => end.destroy());
    outer.pipe(inner).pipe(outer);
  });
  const own = await listening(server);
  return {
    origin: `https://${name}:${own}`,
    end: () => new Promise((resolve) => { open.forEach((socket) => socket.destroy()); server.close(resolve); }),
  };
}

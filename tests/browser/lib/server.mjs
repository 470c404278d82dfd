// A static server as plain as they come, under a sub-path, with the strictest content policy a page can be served with.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

export const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves `folder` below `prefix` on a free port of this machine; everything else is 404. */
export async function serve(folder, prefix = '/portal/children/') {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const inside = url.pathname.startsWith(prefix) && decodeURIComponent(url.pathname.slice(prefix.length));
    const file = inside === false ? '' : path.join(folder, inside === '' ? 'index.html' : inside);
    if (!file.startsWith(folder) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    response.end(fs.readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { base: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
}

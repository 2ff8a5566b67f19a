/** The built site as a reader meets it: served over HTTP on this machine, and opened in Chromium. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';

/** Folder of the built site. */
export const dist = join(import.meta.dirname, '../dist');

/** A served folder. */
export interface Site {
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  /** Full address of a path of the site, such as `/ports/443/`, under the base that it is served at. */
  address(path: `/${string}`): string;
  stop(): Promise<void>;
}

/**
 * Serves a built site on a free port of the loopback address, as a plain static host does: a folder is its index.html, an address
 * without the last slash is sent on, what does not exist is 404 with the site's own page. `base` is the path the site was built for.
 */
export async function serveSite(folder = dist, base = '/'): Promise<Site> {
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`There is no site in ${folder}: build it with "npm run build".`);
  const root = base.replace(/\/+$/, '');
  const files = new Set(globSync('**/*', { cwd: folder, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [pathOf(entry)] : [])));
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    address: (path) => `${origin}${root}${path}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function pathOf({ parentPath, name }: { parentPath: string; name: string }): string {
    return join(parentPath, name).slice(folder.replace(/\/+$/, '').length);
  }

  function answer({ url = '/' }: IncomingMessage, response: ServerResponse) {
    const { pathname, search } = new URL(url, 'http://site');
    const path = pathname.startsWith(`${root}/`) ? decodeURIComponent(pathname.slice(root.length)) : undefined;
    if (path === undefined) return send(404, '/404.html');
    if (path.endsWith('/') && files.has(`${path}index.html`)) return send(200, `${path}index.html`);
    if (files.has(path)) return send(200, path);
    if (files.has(`${path}/index.html`)) return response.writeHead(301, { location: `${pathname}/${search}` }).end();
    return send(404, '/404.html');

    function send(status: number, file: string) {
      // nosniff: a file that is served as the wrong kind must fail here too.
      response.writeHead(status, { 'content-type': mediaTypeOf(file), 'x-content-type-options': 'nosniff' });
      return response.end(readFileSync(join(folder, file)));
    }
  }
}

/** The Chromium of this machine, without a window and without calls of its own to the network. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine: run "node scripts/setup.mjs --browser".');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // A name for this machine that is no secure context, as most sites on an inner network are none (RFC 2606).
      '--host-resolver-rules=MAP portcullis.example 127.0.0.1',
    ],
  });
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const mediaTypeOf = (file: string): string => mediaTypes[extname(file)] ?? 'application/octet-stream';

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A server of one folder. */
export interface FolderServer {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string;
  close(): void;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const compressed = new Set(['.html', '.css', '.js', '.json', '.svg']);

/** Serves a built site on a free port of this machine, text compressed by gzip as a web server would, each file compressed once. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const answers = new Map<string, Promise<Answer>>();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answer = answers.get(pathname) ?? readAnswer(folder, pathname);
    answers.set(pathname, answer);
    const { status, headers, body } = await answer;
    response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readAnswer(folder: string, pathname: string): Promise<Answer> {
  const path = normalize(decodeURIComponent(pathname));
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  const extension = extname(file);
  const headers = { 'content-type': mediaTypes[extension] ?? 'application/octet-stream', 'cache-control': 'max-age=600' };
  try {
    const body = await readFile(file);
    return compressed.has(extension)
      ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) }
      : { status: 200, headers, body };
  } catch {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Not found\n') };
  }
}

/** The two web servers of hosting/, each as its configuration says, on free ports of this machine. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { startCaddy } from '../../scripts/caddy.ts';
import { findServer } from '../../scripts/chromium.mjs';
import { root } from '../dist/built.ts';

/** A server that runs: its address with plain HTTP, and where asked for with TLS. */
export interface Server {
  readonly origin: string;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names of headers in lower case, as often as they came: `headers` has the first value alone. */
  readonly names: readonly string[];
  /** As it came: compressed, where it was. */
  readonly body: Buffer;
}

type Start = (bundle: string, withTls?: boolean) => Promise<Server>;

/** Starts a server over a folder that `writeBundle` wrote. */
export const servers: Readonly<Record<'caddy' | 'nginx', Start>> = { caddy: startCaddyHere, nginx: startNginxHere };

/** Asks for one address, and follows and decodes nothing. A certificate of our own making will do. */
export async function ask(address: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  const call = address.startsWith('https:')
    ? secureRequest(address, { method, headers, rejectUnauthorized: false })
    : request(address, { method, headers });
  const [response] = await once(call.end(), 'response');
  const names = response.rawHeaders.filter((_: string, at: number) => at % 2 === 0).map((name: string) => name.toLowerCase());
  return { status: response.statusCode, headers: response.headers, names, body: await buffer(response) };
}

async function startCaddyHere(bundle: string, withTls = false): Promise<Server> {
  const port = await freePort();
  const origin = `${withTls ? 'https' : 'http'}://localhost:${port}`;
  const server = await startCaddy(programOf('caddy'), bundle, port, withTls ? origin : `http://:${port}`);
  return {
    origin,
    stop: async () => {
      server.stop();
      await server.ended;
    },
  };
}

async function startNginxHere(bundle: string, withTls = false): Promise<Server> {
  const program = programOf('nginx');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const listen = `127.0.0.1:${port}${withTls ? ' ssl http2' : ''}`;
  let config = readFileSync(join(root, 'hosting/nginx.conf'), 'utf8').replaceAll('/srv/portcullis', bundle);
  if (withTls) config = config.replace(/# (?=listen 443|ssl_)/g, '').replaceAll('/path/to', folder);
  config = config.replace(/^\tlisten \[::\].*\n/gm, '').replace(withTls ? 'listen 443 ssl http2' : 'listen 80', `listen ${listen}`);
  if (withTls) config = config.replace('\tlisten 80;\n', '');
  config = config.replace('ports.example', 'localhost');
  writeFileSync(join(folder, 'portcullis.conf'), config);
  // What Debian's own file says around it, as far as it matters.
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;\n' : ''}daemon off;
pid ${folder}/pid;
worker_processes 1;
include /etc/nginx/modules-enabled/*.conf;
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  gzip on;
  access_log off;
  client_body_temp_path ${folder};
  proxy_temp_path ${folder};
  fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder};
  scgi_temp_path ${folder};
  # What Debian enables too, and asks first of all for.
  server {
    listen ${listen} default_server;
    ${withTls ? `ssl_certificate ${folder}/certificate.pem; ssl_certificate_key ${folder}/key.pem;` : ''}
    location / { return 418 "Another site."; }
  }
  include ${folder}/portcullis.conf;
}
`,
  );
  if (withTls) {
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost`.split(' ');
    spawnSync('openssl', [...words, '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')]);
  }
  const child = spawn(program, ['-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  const ended = once(child, 'exit');
  const origin = `${withTls ? 'https' : 'http'}://localhost:${port}`;
  while (!(await ask(origin).catch(() => undefined))) {
    if ((await Promise.race([ended, setTimeout(50)])) !== undefined) throw new Error(`nginx ended:\n${await said}`);
  }
  return {
    origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function programOf(name: string): string {
  const program = findServer(name);
  if (program === undefined) throw new Error(`There is no ${name} on this machine: run "node scripts/setup.mjs --servers".`);
  return program;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

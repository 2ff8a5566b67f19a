/**
 * Serves `dist/` on this machine until it is stopped, behind Caddy where it is installed, else by Astro: `npm run serve`, on another port
 * with `-- --port 4322`.
 */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeBundle } from './bundle/write-bundle.ts';
import { startCaddy } from './caddy.ts';
import { findServer } from './chromium.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4321' } } });
const port = Number(values.port);
const root = new URL('../', import.meta.url);

if (!Number.isInteger(port) || port < 1 || port > 65535) stop(`"${values.port}" is not a port: write a number from 1 to 65535.`);
if (await isTaken(port)) {
  stop(
    `Port ${port} is taken, so the site cannot be served there.`,
    `Stop the program that uses it, or choose another port:  npm run serve -- --port ${port + 1}`,
  );
}
if (!existsSync(new URL('dist/index.html', root))) stop('There is no site in dist/ yet: build it with "npm run build".');

const caddy = findServer('caddy');
if (caddy) {
  const build = fileURLToPath(new URL('build', root));
  const { base } = await writeBundle(fileURLToPath(new URL('dist', root)), build);
  const server = await startCaddy(caddy, build, port).catch(({ message }: Error) => stop(message));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, server.stop);
  say(`http://localhost:${port}${base}`);
  process.exitCode = await server.ended;
} else {
  // Loaded only now: it takes a second, and a refusal needs none of it.
  const { preview } = await import('astro');
  const server = await preview({ root: fileURLToPath(root), server: { port }, logLevel: 'error', vite: { preview: { strictPort: true } } });
  say(server.urls?.local[0] ?? `http://localhost:${port}/`);
}

function say(address: string): void {
  console.log(`\nPortcullis is on ${address}\nCtrl+C stops it.`);
}

/** Asked of both families: a program that listens on one of them would answer some browsers in our place. */
async function isTaken(wanted: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => answersOn(wanted, host)));
  return answers.includes(true);
}

function answersOn(wanted: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(wanted, host);
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function stop(...lines: string[]): never {
  console.error(lines.join('\n'));
  process.exit(1);
}

/** Caddy on this machine alone, with the configuration of `hosting/`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A Caddy that runs. */
export interface Caddy {
  /** Its exit status, once it has ended. */
  readonly ended: Promise<number>;
  stop(): void;
}

/** Serves a folder that `writeBundle` wrote, on the loopback addresses; resolves once it answers. What keeps it from that is thrown. */
export async function startCaddy(program: string, bundle: string, port: number, address = `http://:${port}`): Promise<Caddy> {
  const loopback = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ internal }) => internal));
  const addresses = loopback.map((each) => each.address).filter((each) => ['127.0.0.1', '::1'].includes(each));
  // Options of this run, not of the site: Debian's service needs the door for commands that is closed here.
  const config = `{
  admin off
  skip_install_trust
  auto_https disable_redirects
  default_bind ${addresses.join(' ')}
  log {
    level ERROR
  }
}
import ${fileURLToPath(new URL('../hosting/Caddyfile', import.meta.url))}
`;
  const own = join(tmpdir(), 'portcullis-caddy');
  const env = { ...process.env, PORTCULLIS_ADDRESS: address, PORTCULLIS_BUILD: bundle, XDG_CONFIG_HOME: own, XDG_DATA_HOME: own };
  const child = spawn(program, ['run', '--config', '-', '--adapter', 'caddyfile'], { env, stdio: ['pipe', 'ignore', 'pipe'] });
  const errors = text(child.stderr);
  child.stdin.end(config);
  const ended = once(child, 'exit').then(([status]) => Number(status ?? 0));

  while (!(await answers(port))) {
    const status = await Promise.race([ended, setTimeout(50)]);
    if (status !== undefined) throw new Error(`Caddy ended with ${status}:\n${await errors}`);
  }
  return { ended, stop: () => child.kill('SIGTERM') };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

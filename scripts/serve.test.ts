import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

async function serve(port: string) {
  const child = spawn(process.execPath, ['serve.ts', '--port', port], { cwd: import.meta.dirname });
  const [output, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { status, output };
}

/** A container may have no IPv6. */
const loopbacks = Object.values(networkInterfaces()).flatMap((addresses) =>
  (addresses ?? []).filter(({ internal }) => internal).map(({ address }) => address),
);

it.each(loopbacks.filter((address) => ['127.0.0.1', '::1'].includes(address)))(
  'says that a port is taken on %s, and what to do',
  async (host) => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, output } = await serve(String(port));
    other.close();
    expect(status).toBe(1);
    expect(output).toBe(
      `Port ${port} is taken, so the site cannot be served there.\n` +
        `Stop the program that uses it, or choose another port:  npm run serve -- --port ${port + 1}\n`,
    );
  },
);

it.each(['0', '65536', 'http', ''])('refuses the port "%s"', async (port) => {
  expect(await serve(port)).toEqual({ status: 1, output: `"${port}" is not a port: write a number from 1 to 65535.\n` });
});

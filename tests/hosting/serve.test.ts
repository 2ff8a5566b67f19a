/** `npm run serve`, from the command to the last word. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { root, site } from '../dist/built.ts';
import { ask, freePort } from './servers.ts';

it.each(['SIGINT', 'SIGTERM'] as const)('shows the built site behind Caddy until %s', async (signal) => {
  const port = String(await freePort());
  const child = spawn(process.execPath, ['scripts/serve.ts', '--port', port], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes('Ctrl+C')) break;
  }
  expect(lines).toEqual(['', `Portcullis is on http://localhost:${port}/`, 'Ctrl+C stops it.']);
  for (const host of ['localhost', '127.0.0.1']) {
    const { status, headers, body } = await ask(`http://${host}:${port}/ports/`);
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(body.equals(site.bytes('/ports/index.html'))).toBe(true);
  }
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expect(ask(`http://localhost:${port}/`)).rejects.toThrow('ECONNREFUSED');
});

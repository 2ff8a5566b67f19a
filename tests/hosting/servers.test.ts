/** What each server of hosting/ sends, header by header, as its configuration stands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { complete } from '#publish/after-build.ts';
import { writeBundle } from '../../scripts/bundle/write-bundle.ts';
import { root, site } from '../dist/built.ts';
import { expectedOf, policyOf } from './expected.ts';
import { type Answer, ask, type Server, servers } from './servers.ts';

const bundle = join(root, 'build');
/** One file of each extension in each folder right below the root. */
const kinds = [...new Map(site.files.map((path) => [path.replace(/(?<=^\/[^/]+\/).*(?=\.\w+$)/, ''), path])).values()];
const addressOf = (path: string) => path.replace(/\/index\.html$/, '/');
/** Files for the server alone. */
const raw = ['/ports/index.html.br', '/ports/index.html.gz', '/api/v1/flows.csv.br', '/404.html.gz'];
const hidden = ['/_headers', '/_redirects'];

beforeAll(async () => {
  await writeBundle(join(root, 'dist'), bundle);
});

it('answers by its name behind nginx, beside the site that is there for all others', async () => {
  const server = await servers.nginx(bundle);
  try {
    expect((await ask(`${server.origin}/ports/`)).body.equals(site.bytes('/ports/index.html'))).toBe(true);
    expect(await ask(`${server.origin}/ports/`, { Host: 'other.example' })).toMatchObject({
      status: 418,
      body: Buffer.from('Another site.'),
    });
  } finally {
    await server.stop();
  }
});

describe.each(Object.entries(servers))('%s', (_, start) => {
  let server: Server;
  const get = (path: string, headers?: Record<string, string>) => ask(`${server.origin}${path}`, headers);

  beforeAll(async () => {
    server = await start(bundle);
  });
  afterAll(() => server?.stop());

  it.each(kinds.filter((path) => !hidden.includes(path)))('sends %s as it is, with what is due to it', async (path) => {
    const { status, headers, body } = await get(addressOf(path));
    expect(status).toBe(200);
    expect(body.equals(site.bytes(path))).toBe(true);
    expect(headers).toMatchObject(expectedOf(path));
    for (const name of ['access-control-allow-origin', 'content-disposition', 'content-encoding', 'strict-transport-security']) {
      if (!(name in expectedOf(path))) expect(headers[name], name).toBeUndefined();
    }
    expect(headers.etag).toMatch(/^"[^"]+"$/);
    expect(headers['accept-ranges']).toBe('bytes');
  });

  it('sends one policy with every page, which is that of the page and nobody to frame it', async () => {
    const { headers, body } = await get('/builder/');
    expect(headers['content-security-policy']).toBe(`${policyOf(body.toString())}; frame-ancestors 'none'`);
    expect((await get('/api/v1/flows.csv')).headers['content-security-policy']).toBe(headers['content-security-policy']);
  });

  describe('compressed beforehand', () => {
    const forms = { br: brotliDecompressSync, gzip: gunzipSync } as const;
    it.each(['/ports/', '/api/v1/flows.csv', '/feeds/changes.json', '/pagefind/pagefind.js'])('%s', async (path) => {
      const plain = await get(path);
      for (const [form, decode] of Object.entries(forms)) {
        const { headers, body } = await get(path, { 'Accept-Encoding': form });
        expect(headers).toMatchObject({
          ...expectedOf(path.replace(/\/$/, '/index.html')),
          'content-encoding': form,
          vary: 'Accept-Encoding',
        });
        expect(body.length).toBeLessThan(plain.body.length / 2);
        expect(decode(body).equals(plain.body)).toBe(true);
        expect(headers.etag).not.toBe(plain.headers.etag);
      }
      expect(plain.headers.vary).toBe('Accept-Encoding');
      expect((await get(path, { 'Accept-Encoding': 'gzip, deflate, br, zstd' })).headers['content-encoding']).toBe('br');
    });

    it('leaves alone what is small, and what is compressed by itself', async () => {
      const small = site.files.find((path) => path.startsWith('/lists/') && path.endsWith('.txt') && site.bytes(path).length < 1024);
      const font = site.files.find((path) => path.endsWith('.woff2'));
      for (const path of [small as string, font as string, '/api/v1/flows.xlsx']) {
        const { headers, body } = await get(path, { 'Accept-Encoding': 'br, gzip' });
        expect(headers['content-encoding'], path).toBeUndefined();
        expect(body.equals(site.bytes(path))).toBe(true);
      }
    });
  });

  it.each([{}, { 'Accept-Encoding': 'br' }, { 'Accept-Encoding': 'gzip' }])(
    'says 304 to whom has the file already, with %o',
    async (form) => {
      const { headers } = await get('/lists/5.1.0/all.txt', form);
      const again = await get('/lists/5.1.0/all.txt', { ...form, 'If-None-Match': headers.etag as string });
      expect(again).toMatchObject({ status: 304, headers: { etag: headers.etag, 'cache-control': 'no-cache' }, body: Buffer.alloc(0) });
      const since = { ...form, 'If-Modified-Since': headers['last-modified'] as string };
      expect((await get('/lists/5.1.0/all.txt', since)).status).toBe(304);
      expect((await get('/lists/5.1.0/all.txt', { ...form, 'If-None-Match': '"another"' })).status).toBe(200);
    },
  );

  it('sends a part of a file, and says where a part cannot be had', async () => {
    const path = '/api/v1/flows.csv';
    const { status, headers, body } = await get(path, { Range: 'bytes=3-12' });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes 3-12/${site.bytes(path).length}`);
    expect(body.equals(site.bytes(path).subarray(3, 13))).toBe(true);
    expect((await get(path, { Range: 'bytes=99999999-' })).status).toBe(416);
  });

  it.each([
    [200, 'GET', '/404.html', {}],
    [200, 'GET', '/api/v1/flows.csv', {}],
    [206, 'GET', '/api/v1/flows.csv', { Range: 'bytes=3-12' }],
    [301, 'GET', '/ports', {}],
    [404, 'GET', '/nothing', {}],
    [405, 'POST', '/ports/', {}],
    [405, 'PUT', '/api/v1/flows.csv', {}],
    [416, 'GET', '/api/v1/flows.csv', { Range: 'bytes=99999999-' }],
  ] as const)('says nothing twice with the status %i to %s %s', async (status, method, path, headers) => {
    const answer = await ask(`${server.origin}${path}`, headers, method);
    // Caddy says 308 for 301, and has files sent to whatever method.
    expect([status, status === 301 ? 308 : status === 405 ? 200 : status]).toContain(answer.status);
    expect(answer.names).toEqual([...new Set(answer.names)]);
  });

  it.each(['/nothing/', '/nothing', '/api/v1/nothing.csv', '/_astro/nothing.js', '/features/', ...hidden, ...raw])(
    'has no %s, and says so with the page for that, which nobody keeps',
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(404);
      expect(body.equals(site.bytes('/404.html'))).toBe(true);
      expect(headers).toMatchObject({ ...expectedOf('/404.html'), vary: 'Accept-Encoding' });
      const short = await get(path, { 'Accept-Encoding': 'br' });
      expect(short).toMatchObject({ status: 404, headers: { 'content-encoding': 'br', vary: 'Accept-Encoding' } });
      expect(headers['content-disposition']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('leads from an address without its last slash to the page, with what was asked there', async () => {
    for (const [from, to] of [
      ['/ports', '/ports/'],
      ['/guides/dns', '/guides/dns/'],
      ['/ports?release=6.3.0&in=all', '/ports/?release=6.3.0&in=all'],
    ] as const) {
      const { status, headers } = await get(from);
      expect([301, 308]).toContain(status);
      expect(headers.location).toBe(to);
    }
  });

  it.each(['//ports', '//ports?x=1', '///ports?x=1', '//guides/dns?x=1', '/%2Fports?x=1', '/%5C/ports?x=1'])(
    'leads nobody off to another host from %s',
    async (path) => {
      expect((await get(path)).headers.location ?? '/').toMatch(/^\/(?![/\\])/);
    },
  );

  it('has browsers come back with TLS where it ends here, and only there', async () => {
    const secure = await start(bundle, true);
    try {
      expect((await ask(`${secure.origin}/ports/`)).headers['strict-transport-security']).toBe('max-age=31536000');
      expect((await ask(`${secure.origin}/nothing`)).status).toBe(404);
    } finally {
      await secure.stop();
    }
  });

  describe('below a path', () => {
    let folder: string;
    let below: Server;
    const answer = (path: string): Promise<Answer> => ask(`${below.origin}${path}`);

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'hosting-'));
      const page = '<head><meta charset="utf-8"/><meta name="description" content="x"></head><main><h1>DNS</h1><p>Port 53.</p></main>';
      for (const [path, content] of Object.entries({
        'index.html': page,
        'ports/index.html': page,
        '404.html': page,
        '_astro/x.js': 'x',
        'api/v1/flows.csv': 'id\r\n',
      })) {
        mkdirSync(dirname(join(folder, 'dist', path)), { recursive: true });
        writeFileSync(join(folder, 'dist', path), content);
      }
      await complete(join(folder, 'dist'), exampleDataset(), '/docs/ports/');
      await writeBundle(join(folder, 'dist'), join(folder, 'build'));
      below = await start(join(folder, 'build'));
    });
    afterAll(async () => {
      await below?.stop();
      rmSync(folder, { recursive: true });
    });

    it('sends pages and files with their headers', async () => {
      expect(await answer('/docs/ports/')).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
      expect(await answer('/docs/ports/_astro/x.js')).toMatchObject({ status: 200, headers: { 'cache-control': /immutable/ } });
      expect(await answer('/docs/ports/api/v1/flows.csv')).toMatchObject({
        status: 200,
        headers: { 'access-control-allow-origin': '*', 'content-disposition': 'attachment', 'cache-control': 'no-cache' },
      });
    });

    it('leads to pages, and says what is missing, there and above', async () => {
      expect((await answer('/docs/ports/ports')).headers.location).toBe('/docs/ports/ports/');
      for (const path of ['/docs/ports/nothing', '/ports/', '/']) {
        const { status, headers, body } = await answer(path);
        expect(status).toBe(404);
        expect(body.toString()).toContain('Port 53.');
        expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      }
    });
  });
});

/** The published rules, as files and on the pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { badgeWords, proofOf, proofRecord, sha256Of } from '#proof/record.ts';
import { find, first, holdsIn, root, site, textOf } from './built.ts';
import { current, dataset, features, platforms, releases } from './published.ts';

const record = proofRecord.parse(JSON.parse(readFileSync(join(root, 'src/proof/record.json'), 'utf8')));
const files = site.files.filter((path) => /^\/rules\/\d/.test(path));

it('are files for every release, platform and place of the firewall, and for every feature', () => {
  const wanted = releases.flatMap((release) =>
    platforms.flatMap(({ id, extension, vantages, alternatives = [] }) => [
      ...[{ id: undefined, vantages }, ...alternatives].flatMap((form) =>
        form.vantages.map((vantage) => {
          const stem = [id, vantage === 'edge' ? undefined : vantage, form.id].filter((part) => part !== undefined).join('-');
          return `/rules/${release}/${stem}.${extension}`;
        }),
      ),
      ...features.map((feature) => `/rules/${release}/${feature}/${id}.${extension}`),
    ]),
  );
  expect(files).toEqual(wanted.sort());
});

it('are ASCII, with LF line ends and the last line ended', () => {
  for (const path of files) expect(site.text(path), path).toMatch(/^[\x20-\x7e\n]+\n$/);
});

it('name the product, the release, the dataset and the place of the firewall, and say that the addresses are made up', () => {
  for (const path of files) {
    const text = site.text(path).replace(/\s+[#!;/]*\s*/g, ' ');
    expect(text, path).toContain(`${dataset.product.name} ${path.split('/')[2]}: `);
    expect(text, path).toContain(`dataset ${dataset.product.dataset}`);
    expect(text, path).toMatch(/seen from (one firewall|the outer|the inner|the gateway's own)/);
    expect(text, path).toContain('EXAMPLE');
  }
});

it('hold addresses set aside for documentation only (RFC 5737, RFC 3849)', () => {
  for (const path of files) {
    // On an ASA, the Internet is written as the ranges that it has.
    const text = site.text(path).replace(/^ range \S+ \S+$/gm, '');
    for (const [address] of text.matchAll(/(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])/g)) {
      expect(address, path).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^255\.|^0\.0\.0\.0$/);
    }
  }
});

describe('on a page', () => {
  it('are the bytes of their file', () => {
    for (const feature of features) {
      for (const { id, extension } of platforms) {
        const shown = textContent(`/features/${feature}/`, `text-${id}`);
        expect(shown, `${feature} ${id}`).toBe(site.text(`/rules/${current}/${feature}/${id}.${extension}`));
      }
    }
    for (const { id, extension } of platforms) {
      expect(textContent(`/rules/${id}/`, 'text-edge'), id).toBe(site.text(`/rules/${current}/${id}.${extension}`));
    }
  });

  it('carry the marks of what the very text of each release has passed, and no other', async () => {
    const pages = [
      ...platforms.map((platform) => ({ page: `/rules/${platform.id}/`, id: 'text-edge', platform, folder: '' })),
      ...features.flatMap((feature) =>
        platforms.map((platform) => ({ page: `/features/${feature}/`, id: `text-${platform.id}`, platform, folder: `${feature}/` })),
      ),
    ];
    for (const { page, id, platform, folder } of pages) {
      const rules = find(site.page(page).document, '.rule-text').find((element) => find(element, `#${id}`).length > 0);
      if (!rules) throw new Error(`${page} has no ${id}`);
      for (const release of releases) {
        const passed = proofOf(record, await sha256Of(site.text(`/rules/${release}/${folder}${platform.id}.${platform.extension}`)));
        const shown = find(rules, '[data-in]')
          .filter((element) => holdsIn(element, release))
          .flatMap((element) => find(element, '.badge').map((badge) => textOf(badge)));
        expect(shown, `${page} ${id} ${release}`).toEqual(
          passed.length > 0 ? passed.map(badgeWords) : ['no program has checked this very text'],
        );
      }
    }
  });

  it('say that packets went through them only where packets did', () => {
    for (const { id } of platforms) {
      const text = textOf(first(site.page(`/rules/${id}/`).document, 'main'));
      expect(/Packets go through the whole gateway's rules/.test(text), id).toBe(
        record.checks.some((check) => check.platform === id && check.kind === 'packets'),
      );
    }
  });

  it('weigh little: a feature page stays below 60 kB of gzipped HTML', () => {
    for (const feature of features) expect(gzipSync(site.bytes(`/features/${feature}/index.html`)).length, feature).toBeLessThan(60_000);
  });
});

describe('the record of the proof', () => {
  const whole = (platform: (typeof platforms)[number]) =>
    [undefined, ...(platform.alternatives ?? []).map(({ id }) => id)].flatMap((form) =>
      platform.vantages
        .filter((vantage) => vantage === 'edge' || vantage === 'host')
        .map((vantage) => {
          const stem = [platform.id, vantage === 'edge' ? undefined : vantage, form].filter((part) => part !== undefined).join('-');
          return `/rules/${current}/${stem}.${platform.extension}`;
        }),
    );

  it('has every published text, with everything that checks its platform', async () => {
    for (const platform of platforms) {
      const checks = record.checks.filter((check) => check.platform === platform.id && check.kind !== 'packets');
      expect(checks.length, platform.id).toBeGreaterThan(0);
      const name = new RegExp(`/${platform.id}(-[a-z-]+)?\\.${platform.extension}$`);
      const own = files.filter((path) => name.test(path));
      expect(own.length).toBeGreaterThanOrEqual(releases.length * (features.length + 1));
      for (const path of own) {
        const passed = proofOf(record, await sha256Of(site.text(path))).filter(({ kind }) => kind !== 'packets');
        expect(
          passed.map(({ probes: _, ...check }) => check),
          `${path}: run "npm run prove"`,
        ).toEqual(expect.arrayContaining(checks));
        expect(passed.length, path).toBe(checks.length);
      }
    }
  });

  it.each(['cisco-asa', 'firewalld', 'iptables', 'nftables', 'ufw'])(
    'has packets for the whole gateway of the default release on %s',
    async (id) => {
      const platform = platforms.find((each) => each.id === id);
      if (!platform) throw new Error(`there is no ${id}`);
      const engines = record.checks.filter((check) => check.platform === id && check.kind === 'packets').map(({ tool }) => tool);
      expect(engines.length).toBeGreaterThan(0);
      for (const path of whole(platform)) {
        const sent = proofOf(record, await sha256Of(site.text(path))).filter(({ kind }) => kind === 'packets');
        expect(
          sent.map(({ tool }) => tool),
          `${path}: run "npm run prove"`,
        ).toEqual(engines);
        for (const { probes } of sent) expect(probes).toBeGreaterThan(1000);
      }
    },
  );
});

const textContent = (page: string, id: string): string => raw(first(site.page(page).document, `#${id}`));

/** Text of an element, every byte of it. */
const raw = (node: Parameters<typeof textOf>[0]): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(raw).join('') : '';

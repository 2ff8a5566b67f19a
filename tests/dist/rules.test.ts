/** The published rules, as files and on the pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { badgeWords, proofOf, proofRecord, sha256Of } from '#proof/record.ts';
import { attribute, find, first, root, site, textOf } from './built.ts';
import { current, dataset, features, platforms, releases } from './published.ts';

const record = proofRecord.parse(JSON.parse(readFileSync(join(root, 'src/proof/record.json'), 'utf8')));
const files = site.files.filter((path) => path.startsWith('/rules/') && !path.endsWith('.html'));

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

  it('carry the marks of what that very text has passed, and no other', async () => {
    for (const { id } of platforms) {
      const page = site.page(`/rules/${id}/`).document;
      for (const rules of find(page, 'rule-text')) {
        const passed = proofOf(record, await sha256Of(raw(first(rules, 'pre'))));
        const shown = find(rules, '[data-in]')
          .filter((element) => attribute(element, 'data-in')?.split(' ').includes(current))
          .flatMap((element) => find(element, '.badge').map((badge) => textOf(badge)));
        expect(shown, id).toEqual(
          passed.length > 0 ? passed.map((check) => badgeWords(check, record.kernel)) : ['no program has checked this very text'],
        );
      }
    }
  });

  it('weigh little: a feature page stays below 60 kB of gzipped HTML', () => {
    for (const feature of features) expect(gzipSync(site.bytes(`/features/${feature}/index.html`)).length, feature).toBeLessThan(60_000);
  });
});

it('have all been checked, for the default release', async () => {
  for (const path of files.filter((file) => file.startsWith(`/rules/${current}/`))) {
    expect(proofOf(record, await sha256Of(site.text(path))).length, `${path}: run "npm run prove"`).toBeGreaterThan(0);
  }
});

const textContent = (page: string, id: string): string => raw(first(site.page(page).document, `#${id}`));

/** Text of an element, every byte of it. */
const raw = (node: Parameters<typeof textOf>[0]): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(raw).join('') : '';

/** The builder as it is published: the same rules as the files, all that is asked for, and no more than a phone should load. */
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { build } from '#builder/result.ts';
import { startState, withExample } from '#builder/start.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { editionsOf } from '#rules/published.ts';
import { attribute, find, first, site, textOf } from './built.ts';
import { current, dataset, platforms, releases } from './published.ts';

const { document } = site.page('/builder/');
const form = first(first(document, '#builder'), 'form');

it.each(platforms)('makes the published rules of every release, byte for byte: $name', (platform) => {
  for (const release of releases) {
    for (const { vantage, form: alternative } of editionsOf(platform, release)) {
      const start = { ...startState(dataset, platform), release, everything: true, form: alternative ?? null };
      const { rules, problems } = build(dataset, platform, withExample(start, platform, vantage));
      const stem = [platform.id, vantage === 'edge' ? undefined : vantage, alternative].filter((part) => part !== undefined).join('-');
      expect(problems).toEqual([]);
      expect(rules?.text, `${release} ${stem}`).toBe(site.text(`/rules/${release}/${stem}.${platform.extension}`));
    }
  }
});

it('makes them of the dataset itself', () => {
  const published = JSON.parse(site.text('/builder/dataset.json')) as Dataset;
  expect(published).toEqual(JSON.parse(JSON.stringify({ ...dataset, changes: [], glossary: [] })));
});

describe('the page', () => {
  it('asks every question, and for everybody whose addresses a rule can have', () => {
    const names = new Set(['input', 'select', 'textarea'].flatMap((tag) => find(form, tag).map((field) => attribute(field, 'name'))));
    for (const { id } of dataset.questions) expect(names, id).toContain(`q.${id}`);
    for (const { id, reach } of dataset.parties) expect(names.has(`a.${id}`), id).toBe(reach !== 'internet');
    const values = (name: string) =>
      find(form, 'input').flatMap((input) => (attribute(input, 'name') === name ? [attribute(input, 'value')] : []));
    expect(values('preset')).toEqual([...dataset.presets.map(({ id }) => id), 'everything', 'own']);
    for (const { id, answers } of dataset.questions) expect(values(`q.${id}`)).toEqual(answers.map((answer) => answer.id));
  });

  it('names every field, and says beside it what is wrong with it', () => {
    const ids = new Set(find(document, '[id]').map((element) => attribute(element, 'id')));
    for (const field of [...find(form, 'textarea'), ...find(form, 'select'), ...find(form, 'input')]) {
      for (const id of (attribute(field, 'aria-describedby') ?? '').split(' ').filter(Boolean)) expect(ids).toContain(id);
    }
    for (const area of find(form, 'textarea')) expect(attribute(area, 'aria-describedby')).toMatch(/ error-\S+$/);
    const labelled = new Set(find(form, '[for]').map((label) => attribute(label, 'for')));
    for (const area of find(form, 'textarea')) expect(labelled).toContain(attribute(area, 'id'));
  });

  it('offers the releases and the platforms that there are', () => {
    const options = (id: string) => find(first(form, `#builder-${id}`), 'option').map((option) => attribute(option, 'value'));
    expect(options('release')).toEqual(releases.toReversed());
    expect(options('platform')).toEqual(platforms.map(({ id }) => id));
    expect(find(first(form, '#builder-release'), 'option').filter((option) => attribute(option, 'selected') !== undefined)).toHaveLength(1);
  });

  it('is led to from the start page, the rules, and every feature and platform', () => {
    const linksOf = (path: string) => find(first(site.page(path).document, 'main'), 'a').map((link) => attribute(link, 'href'));
    for (const path of ['/', '/rules/', ...dataset.features.map(({ id }) => `/features/${id}/`)]) {
      expect(linksOf(path), path).toContain('/builder/');
    }
    for (const { id } of platforms) expect(linksOf(`/rules/${id}/`), id).toContain(`/builder/?platform=${id}`);
    expect(textOf(first(site.page('/').document, 'main'))).toContain('Build your rules');
  });

  it('says without JavaScript what it needs', () => {
    expect(textOf(first(first(document, 'main'), 'noscript'))).toContain('The builder needs JavaScript');
  });

  it('has no handler in its markup, and no style of its own on an element', () => {
    for (const element of find(first(document, '#builder'), '[id]')) {
      expect(element.attrs.filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([]);
    }
    expect(site.text('/builder/index.html')).not.toMatch(/<[^>]+\son[a-z]+=/);
  });
});

describe('what it loads', () => {
  /** A script, and those that it imports when it is loaded. */
  function withImports(path: string, seen = new Set<string>()): Set<string> {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const [, name = ''] of site.text(path).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) {
      withImports(posix.join(posix.dirname(path), name), seen);
    }
    return seen;
  }

  const scripts = find(document, 'script');
  const files = new Set(
    scripts.flatMap((script) => {
      const source = attribute(script, 'src');
      return source === undefined ? [] : [...withImports(source)];
    }),
  );

  it('is below 90 kB of gzipped scripts, those of every page included', () => {
    const inline = scripts.filter((script) => attribute(script, 'src') === undefined && attribute(script, 'type') !== 'application/json');
    const bytes = [...files].map((path) => gzipSync(site.bytes(path)).length);
    const all =
      bytes.reduce((sum, size) => sum + size, 0) +
      gzipSync(inline.map((script) => textOf({ ...script, tagName: 'div' })).join('\n')).length;
    expect(files.size).toBeGreaterThan(2);
    expect(Math.max(...bytes)).toBeGreaterThan(30_000);
    expect(all).toBeLessThan(90_000);
  });

  it('is below 25 kB of gzipped data, and as much of HTML', () => {
    expect(gzipSync(site.bytes('/builder/dataset.json')).length).toBeLessThan(25_000);
    expect(gzipSync(site.bytes('/builder/index.html')).length).toBeLessThan(25_000);
  });

  it('runs no text as code', () => {
    for (const path of files)
      expect(site.text(path), path).not.toMatch(/\beval\(|\bFunction\(|innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write/);
  });
});

it('names the default release in its form', () => {
  expect(textOf(form)).toContain(`${current}: the whole table`);
});

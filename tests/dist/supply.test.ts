/** What the site is built from, as it is published: the bill of materials and the licences. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { site } from './built.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const project = read('package.json') as { name: string } & Record<'dependencies' | 'devDependencies', Record<string, string>>;
const lock = read('package-lock.json') as { packages: Record<string, { version: string }> };
const library = import.meta.resolve('@cyclonedx/cyclonedx-library/package.json');
const bill = JSON.parse(site.text('/sbom.cdx.json')) as {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string } };
  components: { name: string; version: string; licenses?: unknown[]; hashes?: { alg: string }[]; properties: { name: string }[] }[];
};

describe('the bill of materials', () => {
  it('fits the schema of CycloneDX 1.5 as its makers publish it', () => {
    const schemaOf = (name: string) => JSON.parse(readFileSync(new URL(`res/schema/${name}.SNAPSHOT.schema.json`, library), 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    const validate = ajv.compile(schemaOf('bom-1.5'));
    expect(validate(bill), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...bill, components: [{ name: 'x' }] })).toBe(false);
  });

  it('has every package of the lock file, and marks what is only for development', () => {
    const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
    const named = (path: string, version: string) => `${path.split('node_modules/').at(-1)}@${version}`;
    const listed = new Map(bill.components.map((part) => [`${part.name}@${part.version}`, part]));
    expect([...listed.keys()].sort()).toEqual([...new Set(installed.map(([path, { version }]) => named(path, version)))].sort());
    const isDevelopment = (name: string, version: string) =>
      listed.get(`${name}@${version}`)?.properties.some((property) => property.name === 'cdx:npm:package:development');
    for (const [name, version] of Object.entries(project.dependencies)) expect(isDevelopment(name, version), name).toBe(false);
    expect(isDevelopment('vitest', project.devDependencies.vitest ?? '')).toBe(true);
  });

  it('gives a licence and a SHA-512 for each', () => {
    for (const { name, licenses, hashes } of bill.components) {
      expect(licenses?.length, name).toBeGreaterThan(0);
      expect(
        hashes?.map(({ alg }) => alg),
        name,
      ).toEqual(['SHA-512']);
    }
  });

  it('tells neither the time nor the folder of the build', () => {
    expect(bill.serialNumber).toBeUndefined();
    expect(bill.metadata).toMatchObject({ component: { name: project.name } });
    expect(bill.metadata.timestamp).toBeUndefined();
  });
});

describe('the licences', () => {
  const text = site.text('/licences.txt');

  it.each(['@astrojs/starlight', 'zod', 'ipaddr.js', 'pagefind', '@expressive-code/core'])('have the text of %s', (name) => {
    const [section = ''] = text.split(/^## /m).filter((part) => part.startsWith(`${name} - `));
    expect(section).toMatch(/Permission is hereby granted/);
    expect(section).toMatch(/Copyright/);
  });

  it('have the text of each typeface', () => {
    for (const family of ['next', 'mono']) {
      const [section = ''] = text
        .split(/^## /m)
        .filter((part) => part.startsWith(`@fontsource-variable/atkinson-hyperlegible-${family} - `));
      expect(section).toMatch(/SIL OPEN FONT LICENSE/i);
    }
  });
});

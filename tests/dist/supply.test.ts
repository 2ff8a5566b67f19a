/** What the site is built from, as it is published: the bill of materials and the licences. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { site } from './built.ts';

const project = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const library = import.meta.resolve('@cyclonedx/cyclonedx-library/package.json');
const bill = JSON.parse(site.text('/sbom.cdx.json')) as {
  serialNumber?: string;
  metadata: { timestamp?: string; component: { name: string } };
  components: { name: string; version: string; licenses?: unknown[]; hashes?: { alg: string }[] }[];
};

describe('the bill of materials', () => {
  it('fits the schema of CycloneDX 1.5 as its makers publish it', () => {
    const schemaOf = (name: string) => JSON.parse(readFileSync(new URL(`res/schema/${name}.SNAPSHOT.schema.json`, library), 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(schemaOf('spdx')).addSchema(schemaOf('jsf-0.82'));
    const validate = ajv.compile(schemaOf('bom-1.5'));
    expect(validate(bill), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...bill, components: [{ name: 'x' }] })).toBe(false);
  });

  it('has every package that the project depends on in the version that it names', () => {
    const listed = new Map(bill.components.map(({ name, version }) => [name, version]));
    for (const [name, version] of Object.entries(project.dependencies)) expect(listed.get(name), name).toBe(version);
    for (const name of Object.keys(project.devDependencies))
      if (!(name in project.dependencies)) expect(listed.has(name), name).toBe(false);
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

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

const project = read('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>> & {
  allowScripts: Record<string, boolean>;
};
interface Installed {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}
const lock = read('package-lock.json') as { packages: Record<string, Installed> };
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

it('names no registry, so that each machine asks its own', () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('holds a checksum of every package', () => {
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

it('has the exact versions of package.json', () => {
  for (const [name, version] of Object.entries({ ...project.dependencies, ...project.devDependencies })) {
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  }
});

it('says of every package that brings a script of its own whether that script may run', () => {
  const bringing = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
  expect(bringing.length).toBeGreaterThan(0);
  expect(Object.keys(project.allowScripts).sort()).toEqual([...new Set(bringing)].sort());
});

/** Licences that ask for no more than their text beside the work. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Python-2.0',
  'MIT OR Apache-2.0',
  '(MIT AND Zlib)',
  '(MIT OR CC0-1.0)',
];

/** Packages under other licences, and why they may be used all the same. */
const exceptions: readonly { readonly name: RegExp; readonly licence: string; readonly why: string }[] = [
  { name: /^lightningcss(-|$)/, licence: 'MPL-2.0', why: 'works on style sheets in a build, unmodified; nothing of it is published' },
  { name: /^@cdktn\/hcl2json$/, licence: 'MPL-2.0', why: 'reads rules in proofs, unmodified; nothing of it is published' },
  { name: /^axe-core$/, licence: 'MPL-2.0', why: 'runs in tests, unmodified; nothing of it is published' },
  { name: /^@img\/sharp-/, licence: 'LGPL-3.0-or-later', why: 'a library that Astro may load for pictures; nothing of it is published' },
];

it('holds packages of known licences only, each allowed or explained', () => {
  const odd = installed.filter(([path, { license = 'none' }]) => {
    const explained = exceptions.some(({ name, licence }) => name.test(nameOf(path)) && license.split(' AND ').includes(licence));
    return !permissive.includes(license) && !explained;
  });
  expect(odd.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

it('explains no licence that nothing has', () => {
  for (const { name, licence } of exceptions) {
    const having = installed.filter(([path, { license }]) => name.test(nameOf(path)) && license?.includes(licence));
    expect(having.length, `${name}`).toBeGreaterThan(0);
  }
});

/** "@astrojs/starlight" of "node_modules/x/node_modules/@astrojs/starlight". */
const nameOf = (path: string) => path.split('node_modules/').at(-1) as string;

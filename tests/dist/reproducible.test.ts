import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSite, type Site, site } from './built.ts';
import { brokenReferences } from './links.ts';
import { releases } from './published.ts';
import { copyProject, type Trial } from './trial.ts';

/** Milliseconds for builds on a busy machine. */
const patience = 300_000;

const trials: Trial[] = [];
afterAll(() => {
  for (const { remove } of trials) remove();
});

/** A copy of the project, removed at the end. */
function trial(): Trial {
  const copy = copyProject();
  trials.push(copy);
  return copy;
}

describe('two builds, in two folders and two time zones, of a site below a path', () => {
  const base = '/docs/seg/';
  let sites: Site[];

  beforeAll(async () => {
    const environments = [
      { TZ: 'Pacific/Auckland', LANG: 'C' },
      { TZ: 'America/Los_Angeles', LANG: 'tr_TR.UTF-8' },
    ];
    sites = await Promise.all(
      environments.map(async (environment) => {
        const copy = trial();
        const { status, output } = await copy.build({ ...environment, PORTCULLIS_BASE: base });
        expect(status, output).toBe(0);
        return readSite(join(copy.folder, 'dist'));
      }),
    );
  }, patience);

  it('have the same files', () => {
    const [one, other] = sites as [Site, Site];
    expect(other.files).toEqual(one.files);
    expect(one.files.length).toBeGreaterThan(500);
  });

  it('have the same bytes in every file', () => {
    const [one, other] = sites as [Site, Site];
    expect(one.files.filter((path) => !one.bytes(path).equals(other.bytes(path)))).toEqual([]);
  });

  it('have the same lists as dist/, wherever the site is published', () => {
    // The rest holds addresses of pages, or sums of what does.
    const holdsNoAddress = (path: string) => /^\/(api\/v1\/(?!index\.json)|lists\/\d|requests\/|services\/|rules\/\d)/.test(path);
    const lists = site.files.filter(holdsNoAddress);
    expect(lists.length).toBeGreaterThan(3000);
    for (const { files, bytes } of sites) {
      expect(files.filter(holdsNoAddress)).toEqual(lists);
      expect(lists.filter((path) => !bytes(path).equals(site.bytes(path)))).toEqual([]);
    }
  });

  it('keep every link, image, script, style, file and #id below that path', () => {
    expect(brokenReferences(sites[0] as Site, base, releases)).toEqual([]);
  });
});

describe('a dataset that is not fit to publish', () => {
  const feature = 'src/data/features/smtp.yaml';
  const release = 'src/data/releases/5.1.0.yaml';
  let copy: Trial;
  let result: Awaited<ReturnType<Trial['build']>>;

  beforeAll(async () => {
    copy = trial();
    spoil(feature, /port: 25$/m, 'port: 70000');
    spoil(release, /- repo\.clearswift\.net$/m, '- http://Repo.clearswift.net/');
    mkdirSync(join(copy.folder, 'dist'));
    writeFileSync(join(copy.folder, 'dist/index.html'), 'the site of yesterday');
    result = await copy.build({});
  }, patience);

  function spoil(file: string, from: RegExp, to: string) {
    const path = join(copy.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
  }

  it('ends the build with 1', () => {
    expect(result.status, result.output).toBe(1);
  });

  it('is reported whole, each problem with its place and what to do', () => {
    expect(result.output).toMatch(/src\/data\/features\/smtp\.yaml:\d+:\d+ {2}.*is not a port: write a number from 1 to 65535/);
    expect(result.output).toMatch(/src\/data\/releases\/5\.1\.0\.yaml:\d+:\d+ {2}.*has a scheme: write the bare name/);
    expect(result.output).toMatch(/^2 problems$/m);
  });

  it('publishes nothing: the old site stays as it was', () => {
    expect(readFileSync(join(copy.folder, 'dist/index.html'), 'utf8')).toBe('the site of yesterday');
    expect(existsSync(join(copy.folder, 'dist/api'))).toBe(false);
  });
});

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editedFiles, exampleDataset, exampleFiles, reportOf } from './example.ts';
import { checks, readDataset, toDataset } from './read.ts';

const product = 'src/data/product.yaml';
const smtp = 'src/data/features/smtp.yaml';
const upkeep = 'src/data/features/upkeep.yaml';
const first = 'src/data/releases/1.0.0.yaml';
const newest = 'src/data/releases/2.0.0.yaml';

describe('toDataset', () => {
  const dataset = exampleDataset();

  it('sorts features by group and title, releases by number', () => {
    const files = editedFiles([product, '  - { id: mail, title: Mail flow, summary: What mail needs. }\n', '']);
    files.set(product, `${files.get(product)}  - { id: mail, title: Mail flow, summary: What mail needs. }\n`);
    const read = toDataset(files);
    expect(dataset.features.map(({ id }) => id)).toEqual(['smtp', 'upkeep']);
    expect('dataset' in read && read.dataset.features.map(({ id }) => id)).toEqual(['upkeep', 'smtp']);
    expect(dataset.releases.map(({ release }) => release)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
  });

  it('gives flows their feature and their defaults', () => {
    expect(dataset.features[0]?.flows[0]).toEqual({
      id: 'smtp-inbound',
      feature: 'smtp',
      title: 'Inbound mail',
      purpose: 'Other mail servers deliver mail.',
      from: 'internet-mail-servers',
      to: 'gateway',
      transport: ['tcp'],
      port: { from: 25, to: 25 },
      application: 'smtp',
      configurable: false,
      tlsInspection: 'unknown',
      addsEnd: false,
      unresolved: false,
      doubts: [],
    });
  });

  it('reads a list of flows as flows without hosts', () => {
    expect(dataset.releases[0]?.rows[0]?.flows).toEqual({ 'backup-ftp-data': { hosts: [], hostList: 'none-printed' } });
  });

  it('is plain data, frozen all the way down', () => {
    expect(JSON.parse(JSON.stringify(dataset))).toEqual(dataset);
    const thawed: unknown[] = [];
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) thawed.push(value);
      Object.values(value).forEach(visit);
    };
    visit(dataset);
    expect(thawed).toEqual([]);
  });
});

describe('one report of all problems', () => {
  it('finds faults of every kind in every file in one run, sorted', () => {
    const files = editedFiles(
      [smtp, 'from: internet-mail-servers', 'from: internet-mail-server'],
      [upkeep, 'ftp-mode: [active]', 'ftp-mode: [aktive]'],
      [upkeep, '    reading: The manager sends the request.\n', ''],
      [newest, 'row: 6,', 'row: 7,'],
      [newest, 'port: 161, whole', 'port: 99, whole'],
      ['src/content/features/smtp.md', 'on port 25.', 'on port 26.'],
    );
    files.set('src/data/glossary.yaml', 'terms:\n  - id: ftp\n    therm: FTP\n    definition: x\n');
    files.set('src/data/party.yaml', 'parties: []');
    expect(reportOf(files)).toEqual([
      'src/content/features/smtp.md:5:22  26 is no port of the flows told here: correct it, or name it under "mentions" with the reason',
      'src/data/features/smtp.yaml:9:11  party "internet-mail-server" does not exist: did you mean "internet-mail-servers"? Otherwise add it to src/data/parties.yaml',
      'src/data/features/upkeep.yaml:28:39  question "ftp-mode" has no answer "aktive": did you mean "active"? Otherwise write one of passive, active, or add it to src/data/questions.yaml',
      'src/data/features/upkeep.yaml:46:5  "snmp-polling" departs from row 7 of 1.1.0, which prints Out: say why under "reading"',
      'src/data/glossary.yaml:2:5  "term" of "ftp" is missing: add it',
      'src/data/glossary.yaml:3:5  unknown key "therm" of "ftp": did you mean "term"? Otherwise take it out; known here: id, term, expansion, definition, features, mentions',
      'src/data/party.yaml:1:1  no part of the dataset has this name: remove the file',
      'src/data/releases/2.0.0.yaml:4:17  the copy is said to end at port 99, and its last row is of port 161: write 161, or add the missing rows',
      'src/data/releases/2.0.0.yaml:11:12  row 6 is missing before row 7: add what the table prints, or correct the number',
    ]);
  });

  it.each([...exampleFiles().keys()])('blames only %s when it does not parse', (file) => {
    const broken = file.endsWith('.md') ? '---\na: 1\na: 2\n---\n' : 'a: 1\na: 2\n';
    const line = file.endsWith('.md') ? 3 : 2;
    expect(reportOf(exampleFiles().set(file, broken))).toEqual([`${file}:${line}:1  key "a" stands twice: keep one of them`]);
  });

  it('hides no fault of another file behind one that does not parse', () => {
    const files = editedFiles([newest, 'row: 6,', 'row: 7,'], [first, 'row: 2, port: "21"', 'row: 2, port: "22"']).set(smtp, 'title: [');
    expect(reportOf(files)).toEqual([
      'src/data/features/smtp.yaml:1:9  the YAML does not parse here: Flow sequence in block collection must be sufficiently indented and end with a ]; mend this line or the one before it',
      'src/data/releases/1.0.0.yaml:9:83  row 2 prints port 22, and "backup-ftp" is on 21: correct one of the ports, or name another flow',
      'src/data/releases/2.0.0.yaml:11:12  row 6 is missing before row 7: add what the table prints, or correct the number',
    ]);
  });
});

describe('files that are missing or too many', () => {
  it('refuses an empty dataset', () => {
    const missing = 'the file is missing: add it, as src/dataset/schema.ts describes it';
    expect(reportOf(new Map())).toEqual([
      `src/data/changes.yaml:1:1  ${missing}`,
      'src/data/features:1:1  there is no feature: add <feature>.yaml here',
      `src/data/glossary.yaml:1:1  ${missing}`,
      `src/data/parties.yaml:1:1  ${missing}`,
      `src/data/pins.yaml:1:1  ${missing}`,
      `src/data/product.yaml:1:1  ${missing}`,
      `src/data/questions.yaml:1:1  ${missing}`,
      'src/data/releases:1:1  there is no release: add <release>.yaml here',
      `src/data/retired.yaml:1:1  ${missing}`,
    ]);
  });

  it('refuses files that lost their records', () => {
    const files = exampleFiles().set('src/data/parties.yaml', 'parties: []\n').set(newest, '');
    expect(reportOf(files)).toEqual([
      'src/data/parties.yaml:1:10  "parties" is empty: give at least one',
      'src/data/releases/2.0.0.yaml:1:1  the file is empty: fill it, or remove it',
    ]);
  });

  it('refuses a file that nobody reads', () => {
    const files = exampleFiles().set('src/data/features/ftp.yml', '').set('src/data/pin.yaml', '').set('src/data/releases/old/1.yaml', '');
    expect(reportOf(files)).toEqual([
      'src/data/features/ftp.yml:1:1  no part of the dataset has this name: did you mean "src/data/features/ftp.yaml"? Otherwise remove the file',
      'src/data/pin.yaml:1:1  no part of the dataset has this name: did you mean "src/data/pins.yaml"? Otherwise remove the file',
      'src/data/releases/old/1.yaml:1:1  no part of the dataset has this name: remove the file',
    ]);
  });
});

describe('readDataset', () => {
  it('reads a project from the disk, and passes over hidden files', async () => {
    const root = await mkdtemp(join(tmpdir(), 'dataset-'));
    try {
      for (const [path, text] of exampleFiles().set('src/data/.hidden.yaml', 'x').set('src/content/picture.svg', '<svg/>')) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      expect(await readDataset(root)).toEqual({ dataset: exampleDataset() });
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('reports a project without data, and throws nothing', async () => {
    const read = await readDataset(join(tmpdir(), 'no such folder'));
    expect('problems' in read && read.problems).toHaveLength(9);
  });
});

describe('checks', () => {
  it('finds the checks of the folder', () => {
    expect(checks.length).toBeGreaterThan(25);
  });

  it.each(checks.map((check) => [check.name, check] as const))(
    '%s is named after its file, says what it does, and is tested',
    (name, check) => {
      const file = new URL(`./checks/${name}`, import.meta.url);
      expect(existsSync(new URL(`${file}.ts`))).toBe(true);
      expect(existsSync(new URL(`${file}.test.ts`)), `checks/${name}.test.ts is missing: write what the check refuses`).toBe(true);
      expect(check.description).toMatch(/^[A-Z"].+\.$/);
    },
  );
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editedFiles, exampleFiles, reportOf } from '#dataset/example.ts';
import { readFiles } from '#dataset/read.ts';
import { pinsFile } from '#dataset/schema.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Runs the script in a process of its own, as a person does, over some files on the disk. */
function validate(files: ReadonlyMap<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'validate-'));
  folders.push(root);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const script = fileURLToPath(new URL('validate.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('validate', () => {
  it('says how much of the default release was read', () => {
    expect(validate(exampleFiles())).toEqual({ status: 0, stdout: '9 of 9 printed rows of 1.1.0 read as 11 flows\n', stderr: '' });
  });

  it('reports the faults of all files at once, and fails', () => {
    const files = editedFiles(
      ['src/data/features/smtp.yaml', 'port: 53', 'prot: 53'],
      ['src/data/releases/2.0.0.yaml', 'row: 6,', 'row: 7,'],
      ['src/data/parties.yaml', 'reach: hosts,', 'reach: host,'],
    );
    expect(validate(files)).toEqual({
      status: 1,
      stdout: '',
      stderr: `\
src/data/features/smtp.yaml:36:5  "port" of "dns-queries" is missing: add it
src/data/features/smtp.yaml:42:5  unknown key "prot" of "dns-queries": did you mean "port"? Otherwise take it out; known here: id, title, purpose, from, to, transport, port, sourcePort, via, application, when, configurable, dataChannel, tlsInspection, addsEnd, unresolved, reading, doubts
src/data/parties.yaml:8:72  "reach" "host" of "update-servers" is not one of its values: write "typed" or "hosts" or "internet" or "unpublished"
src/data/releases/2.0.0.yaml:11:12  row 6 is missing before row 7: add what the table prints, or correct the number

4 problems
`,
    });
  });

  it('counts a single problem as one', () => {
    const { status, stderr } = validate(editedFiles(['src/data/releases/2.0.0.yaml', 'row: 6,', 'row: 7,']));
    expect(status).toBe(1);
    expect(stderr).toMatch(/\n\n1 problem\n$/);
  });
});

describe('the data of this project', async () => {
  const files = await readFiles(fileURLToPath(new URL('..', import.meta.url)));
  const { pins } = pinsFile.parse(parse(files.get('src/data/pins.yaml') ?? ''));

  it('passes the gate', () => {
    expect(reportOf(files)).toEqual([]);
  });

  it('pins the ports that look wrong and are right', () => {
    const pinned = pins.map(({ transport, port }) => `${transport}/${port}`);
    expect(pinned).toEqual(expect.arrayContaining(['tcp/514', 'tcp/990', 'tcp/3268', 'tcp/3269', 'tcp/9090', 'tcp/11371', 'udp/19200']));
  });

  it.each(pins)('refuses to have $transport/$port of $flow corrected, and says why it is right', ({ flow, port, reason }) => {
    expect(reportOf(withPort(files, flow, port, 443)).join('\n')).toContain(reason);
  });
});

/** The files after somebody gave a flow another port. */
function withPort(files: ReadonlyMap<string, string>, flow: string, from: number, to: number): Map<string, string> {
  const head = `- id: ${flow}\n`;
  const [file, text] = [...files].find(([path, content]) => path.startsWith('src/data/features/') && content.includes(head)) ?? ['', ''];
  const at = text.indexOf(`port: ${from}`, text.indexOf(head));
  return new Map(files).set(file, text.slice(0, at) + text.slice(at).replace(`port: ${from}`, `port: ${to}`));
}

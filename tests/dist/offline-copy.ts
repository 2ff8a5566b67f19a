/** The offline copy of a built site, unpacked by a reader of zip files of our own and another inflate than the one that its writer deflates with. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { inflateSync } from 'fflate';
import type { Site } from './built.ts';

/** A file of a zip archive. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** Date and time as the format has them, each in two bytes. */
  readonly stamp: number;
}

/** Unpacks the copy into a folder of its own, which `remove` takes away with all that it holds. */
export function unpackCopy(site: Site): { folder: string; entries: Entry[]; remove: () => void } {
  const outer = mkdtempSync(join(tmpdir(), 'portcullis copy '));
  const [path, ...others] = site.files.filter((file) => file.endsWith('.zip'));
  if (path === undefined || others.length > 0) throw new Error('there is not one zip file');
  const entries = readZip(site.bytes(path));
  for (const { name, content } of entries) {
    mkdirSync(dirname(join(outer, name)), { recursive: true });
    writeFileSync(join(outer, name), content);
  }
  return { folder: join(outer, path.slice(1, -'.zip'.length)), entries, remove: () => rmSync(outer, { recursive: true, force: true }) };
}

/** The files of an archive by its central directory, each checked by its sum (APPNOTE.TXT 4.3.12 and 4.3.16). */
function readZip(bytes: Buffer): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    const [method, stamp, sum, packed] = [at + 10, at + 12, at + 16, at + 20].map((place, field) =>
      field === 0 ? bytes.readUInt16LE(place) : bytes.readUInt32LE(place),
    ) as [number, number, number, number];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(start, start + packed);
    const content = method === 0 ? raw : Buffer.from(inflateSync(raw));
    if (crc32(content) !== sum) throw new Error(`${name} is damaged`);
    at += 46 + nameLength + extraLength + commentLength;
    return { name, content, stamp };
  });
}

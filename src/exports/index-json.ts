/** `index.json`: what is published for programs, so that nothing has to be guessed or scraped. */
import { z } from 'zod';
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease } from '#dataset/release-flow.ts';
import { addresses, addressOf } from './addresses.ts';
import { schemaVersion } from './flow-record.ts';

const file = z.strictObject({
  path: z.string().describe('Address below the root of the site'),
  template: z.string().describe('The one of `addresses` that it is'),
  mediaType: z.string().describe('As a server should send it (RFC 6838)'),
  bytes: z.int().nonnegative().describe('Size, uncompressed'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of its bytes, in lower-case hexadecimal (FIPS 180-4)'),
  release: z.string().nullable().describe('The release that it is of; the earlier one where it compares two'),
  later: z.string().nullable().describe('The later release where it compares two, null elsewhere'),
  feature: z.string().nullable().describe('The feature that it is of, null where it is of all or of none'),
});

/** The object in the published `index.json`. */
export const fileIndex = z
  .strictObject({
    schemaVersion: z.string().describe('Version of the published shapes; a new major version has a new address'),
    dataset: z.string().describe('Dataset version, the day of its last change: YYYY.MM.DD'),
    product: z.string(),
    notice: z.string().describe('That this is not the vendor’s own publication'),
    defaultRelease: z.string().describe('The newest release whose table is known to its end'),
    releases: z
      .array(
        z.strictObject({
          release: z.string(),
          complete: z.boolean().describe('Whether its table is known to its end'),
          readTo: z.strictObject({ port: z.int(), whole: z.boolean() }).describe('How far its copy could be read'),
          source: z.strictObject({ title: z.string(), url: z.string() }),
        }),
      )
      .describe('Oldest first'),
    features: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    addresses: z
      .array(z.strictObject({ template: z.string(), use: z.string() }))
      .describe('Every kind of file, with its address: a part in braces takes one value after the other'),
    files: z.array(file).describe('Every file for programs but this one and SHA256SUMS, by address'),
  })
  .meta({ title: 'Portcullis index', description: 'Every file for programs with its media type, size and SHA-256' });
/** A published index. */
export type FileIndex = z.output<typeof fileIndex>;

/** A file for programs: where it stands, and its bytes as a server sends them. */
export type IndexedFile = Pick<z.output<typeof file>, 'path' | 'mediaType' | 'bytes' | 'sha256'>;

/** The index over these files; one whose address is not among the published ones throws. */
export function toFileIndex(dataset: Dataset, files: readonly IndexedFile[]): FileIndex {
  return {
    schemaVersion,
    dataset: dataset.product.dataset,
    product: dataset.product.name,
    notice: dataset.product.notice,
    defaultRelease: defaultRelease(dataset).release,
    releases: dataset.releases.map(({ release, readTo: { port, whole, end }, source: { title, url } }) => ({
      release,
      complete: end,
      readTo: { port, whole },
      source: { title, url },
    })),
    features: dataset.features.map(({ id, title }) => ({ id, title })),
    addresses: addresses.map(({ template, use }) => ({ template, use })),
    files: files.map(({ path, mediaType, bytes, sha256 }) => {
      const { address, values } = addressOf(path);
      return {
        path,
        template: address.template,
        mediaType,
        bytes,
        sha256,
        release: values.release ?? null,
        later: values.later ?? null,
        feature: values.feature ?? null,
      };
    }),
  };
}

/** The index as text: each file on a line of its own, so that a difference of two indexes is read line by line. */
export function renderFileIndex({ files, ...index }: FileIndex): string {
  const head = JSON.stringify(index, null, 2).slice(0, -2);
  return `${head},\n  "files": [\n${files.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]\n}\n`;
}

/** JSON Schema (draft 2020-12) of `index.json`. */
export const renderIndexSchema = (): string => `${JSON.stringify(z.toJSONSchema(fileIndex), null, 2)}\n`;

/** Every address at which something for machines is published, as a template: the promise of what does not move. */

/** A published address or a family of them. */
export interface Address {
  /** "/api/v1/releases/{release}/flows.csv"; a part in braces takes the values of {@link parts}. */
  readonly template: `/${string}`;
  /** What stands there, in a sentence. */
  readonly use: string;
}

const perRelease = '/api/v1/releases/{release}';

/** All of them; what a build publishes fits exactly one, or the build fails. */
export const addresses: readonly Address[] = [
  { template: '/api/v1/index.json', use: 'Every file for programs with its media type, size and SHA-256, and what the dataset holds.' },
  { template: '/SHA256SUMS', use: 'The SHA-256 of every file for programs, for sha256sum -c.' },
  { template: '/llms.txt', use: 'A map of the site for language models, leading to the Markdown of every page.' },
  { template: '/sbom.cdx.json', use: 'What the site is built from, as a CycloneDX bill of materials.' },
  { template: '/licences.txt', use: 'The licences of what others have made and a page loads.' },
  { template: '/api/v1/flows.json', use: 'The flows of the default release: every field, described by a JSON Schema.' },
  { template: '/api/v1/flows.csv', use: 'The flows of the default release: one line for each flow, transport and port range.' },
  { template: '/api/v1/flows.md', use: 'The flows of the default release as a table for a wiki or a ticket.' },
  { template: '/api/v1/flows.xlsx', use: 'The flows of the default release as a workbook.' },
  { template: `${perRelease}/flows.json`, use: 'The flows of a release: every field, described by a JSON Schema.' },
  { template: `${perRelease}/flows.csv`, use: 'The flows of a release: one line for each flow, transport and port range.' },
  { template: `${perRelease}/flows.md`, use: 'The flows of a release as a table for a wiki or a ticket.' },
  { template: `${perRelease}/flows.xlsx`, use: 'The flows of a release as a workbook: ports are numbers, and the header filters.' },
  { template: `${perRelease}/features/{feature}.json`, use: 'The flows of one feature in a release, in the shape of the whole.' },
  { template: `${perRelease}/features/{feature}.csv`, use: 'The same, a line for each flow, transport and port range.' },
  { template: `${perRelease}/features/{feature}.md`, use: 'The same, as a table for a wiki or a ticket.' },
  { template: `${perRelease}/oscal.json`, use: 'Services, ports and protocols of a release as an OSCAL component definition.' },
  { template: `${perRelease}/{later}.json`, use: 'What changes for each flow from a release to a later one.' },
  { template: `${perRelease}/{later}.csv`, use: 'The same, a line for each flow, transport and port range.' },
  { template: `${perRelease}/{later}.txt`, use: 'The same, as the text of a change request.' },
  { template: '/api/v1/changes.json', use: 'Every change of every release, and of the dataset itself.' },
  { template: '/api/v1/schema/{schema}.json', use: 'JSON Schema (draft 2020-12) of a JSON file.' },
  { template: '/feeds/changes.atom', use: 'All changes as an Atom feed.' },
  { template: '/feeds/changes.json', use: 'All changes as a JSON Feed.' },
  { template: '/feeds/{feature}.atom', use: 'The changes that touch one feature, as an Atom feed.' },
  { template: '/lists/{release}/all.txt', use: 'Exact host names of a release, one on a line, without comments.' },
  { template: '/lists/{release}/{feature}.txt', use: 'The same, of one feature.' },
  { template: '/lists/{release}/{notation}/all.txt', use: 'Host names in the notation of a reader that knows wildcards.' },
  { template: '/lists/{release}/{notation}/{feature}.txt', use: 'The same, of one feature.' },
  { template: '/requests/{release}/all.txt', use: 'The text of a change request for the whole gateway.' },
  { template: '/requests/{release}/{feature}.txt', use: 'The same, for one feature.' },
  { template: '/services/{release}/{service}.xml', use: 'What a feature needs in one direction, as a firewalld service.' },
  { template: '/rules/{release}/{rules}', use: 'Firewall rules of the whole gateway for the example environment.' },
  { template: '/rules/{release}/{feature}/{rules}', use: 'The same, of one feature, seen from the edge.' },
  { template: '/portcullis-{dataset}.zip', use: 'The whole site, to be read from a disk; only that of the newest dataset is kept.' },
  { template: '/{page}.md', use: 'The text of a page as Markdown, beside the page as index.md.' },
];

/** Folders whose files programs of other origins may read. */
export const shared = ['api', 'feeds', 'lists', 'requests', 'rules', 'services'];

/** What the parts in braces stand for. */
const parts: Readonly<Record<string, string>> = {
  release: String.raw`\d+\.\d+\.\d+`,
  later: String.raw`\d+\.\d+\.\d+`,
  feature: '[a-z0-9-]+',
  notation: '[a-z0-9-]+',
  schema: '[a-z0-9-]+',
  service: '[a-z0-9-]+',
  rules: String.raw`[a-z0-9-]+\.[a-z]+`,
  dataset: String.raw`\d{4}\.\d{2}\.\d{2}`,
  page: '(?:.+/)?index',
};

const patterns = addresses.map((address) => ({
  address,
  pattern: new RegExp(
    `^${address.template.replaceAll('.', String.raw`\.`).replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${parts[name]})`)}$`,
  ),
}));

/** The address that a path is one of, and the values of its parts; a path that is none throws, since nobody has promised anything of it. */
export function addressOf(path: string): { address: Address; values: Readonly<Record<string, string>> } {
  const found = patterns.flatMap(({ address, pattern }) => {
    const match = pattern.exec(path);
    return match ? [{ address, values: { ...match.groups } }] : [];
  });
  // A name that is spelt out stands before one in braces: /feeds/changes.atom is no feed of a feature.
  const [first] = found.toSorted((a, b) => Object.keys(a.values).length - Object.keys(b.values).length);
  if (!first) throw new Error(`${path} is published and is none of the addresses of src/exports/addresses.ts: add it there, for good`);
  return first;
}

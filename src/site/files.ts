/** Public addresses and file names of the lists; addresses never change once published. */

/** Where the list of a release is published, or that of one feature in it. */
export const listPath = (extension: string, release: string, feature?: string): `/${string}` =>
  `/api/v1/releases/${release}/${feature === undefined ? 'flows' : `features/${feature}`}.${extension}`;

/** The name a list is saved under: it says what it is once it has left the site. */
export const listName = (extension: string, release: string, dataset: string, feature?: string): string =>
  `portcullis-${release}${feature === undefined ? '' : `-${feature}`}-${dataset}.${extension}`;

/** Where the host names of a release are listed, or those of one feature; `notation` is how wildcards are written, none holds exact names only. */
export const hostListPath = (release: string, feature = 'all', notation?: string): `/${string}` =>
  `/lists/${release}/${notation === undefined ? '' : `${notation}/`}${feature}.txt`;

/** Where the firewalld service of a feature stands, for the connections that go in to the gateway or out of it. */
export const servicePath = (release: string, feature: string, direction: 'in' | 'out'): `/${string}` =>
  `/services/${release}/${serviceName(feature, direction)}.xml`;

/** What firewalld calls that service: the name of its file. */
export const serviceName = (feature: string, direction: 'in' | 'out'): string => `seg-${feature}-${direction}`;

/** Where the OSCAL component definition of a release stands. */
export const oscalPath = (release: string): `/${string}` => `/api/v1/releases/${release}/oscal.json`;

/** Where the text of a change request stands, for the whole gateway or one feature. */
export const requestPath = (release: string, feature = 'all'): `/${string}` => `/requests/${release}/${feature}.txt`;

/** Where the comparison of two releases stands as a file; its page is `/releases/<from>/<to>/`. */
export const comparisonPath = (extension: string, from: string, to: string): `/${string}` => `/api/v1/releases/${from}/${to}.${extension}`;

/** Where a feed stands: all changes, or those of one feature. */
export const feedPath = (extension: 'atom' | 'json', feature = 'changes'): `/${string}` => `/feeds/${feature}.${extension}`;

/** Where the copy of the whole site that is read from a disk stands; its name says of which dataset it is. */
export const offlinePath = (dataset: string): `/${string}` => `/portcullis-${dataset}.zip`;

/** A text of rules: the platform with its file name extension, the release, and what sets it apart from the whole gateway's at the edge. */
export interface RulesFile {
  readonly platform: { readonly id: string; readonly extension: string };
  readonly release: string;
  readonly feature?: string | undefined;
  readonly vantage?: string | undefined;
  readonly form?: string | undefined;
}

/** Where rules are published: `/rules/5.1.0/nftables.nft`, `/rules/5.1.0/dns/nftables.nft`, `/rules/5.1.0/nftables-host-table.nft`. */
export const rulesPath = (file: RulesFile): `/${string}` =>
  `/rules/${file.release}/${file.feature === undefined ? '' : `${file.feature}/`}${rulesStem(file)}.${file.platform.extension}`;

/** The name rules are saved under. */
export const rulesName = (file: RulesFile, dataset: string): string =>
  `portcullis-${file.release}-${file.feature === undefined ? '' : `${file.feature}-`}${rulesStem(file)}-${dataset}.${file.platform.extension}`;

/** The platform, and what is not the plain form seen from the edge. */
export const rulesStem = ({ platform, vantage, form }: Pick<RulesFile, 'platform' | 'vantage' | 'form'>): string =>
  [platform.id, vantage === 'edge' ? undefined : vantage, form].filter((part) => part !== undefined).join('-');

/** Public addresses and file names of the lists; addresses never change once published. */

/** Where the list of a release is published, or that of one feature in it. */
export const listPath = (extension: string, release: string, feature?: string): `/${string}` =>
  `/api/v1/releases/${release}/${feature === undefined ? 'flows' : `features/${feature}`}.${extension}`;

/** The name a list is saved under: it says what it is once it has left the site. */
export const listName = (extension: string, release: string, dataset: string, feature?: string): string =>
  `portcullis-${release}${feature === undefined ? '' : `-${feature}`}-${dataset}.${extension}`;

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

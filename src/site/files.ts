/** Public addresses and file names of the lists; addresses never change once published. */

/** Where the list of a release is published, or that of one feature in it. */
export const listPath = (extension: string, release: string, feature?: string): `/${string}` =>
  `/api/v1/releases/${release}/${feature === undefined ? 'flows' : `features/${feature}`}.${extension}`;

/** The name a list is saved under: it says what it is once it has left the site. */
export const listName = (extension: string, release: string, dataset: string, feature?: string): string =>
  `portcullis-${release}${feature === undefined ? '' : `-${feature}`}-${dataset}.${extension}`;

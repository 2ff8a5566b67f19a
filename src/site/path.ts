/** Address of a page or file of this site, under whatever base path it is built for; `path` begins with a slash. */
export const pathTo = (path: `/${string}`): string => import.meta.env.BASE_URL.replace(/\/+$/, '') + path;

/** A feature's page. */
export const featurePath = (feature: string) => pathTo(`/features/${feature}/`);
/** Permalink of a flow. */
export const flowPath = (flow: { feature: string; id: string }) => pathTo(`/features/${flow.feature}/#${flow.id}`);
/** The page of a port. */
export const portPath = (port: number) => pathTo(`/ports/${port}/`);
/** The page of a release. */
export const releasePath = (release: string) => pathTo(`/releases/${release}/`);
/** The print pack of a release. */
export const printPath = (release: string) => pathTo(`/print/${release}/`);
/** Where a printed row stands beside its reading. */
export const rowPath = (release: string, row: number) => pathTo(`/releases/${release}/#row-${row}`);
/** A term in the glossary. */
export const termPath = (term: string) => pathTo(`/glossary/#${term}`);

/** The page that compares two releases, the earlier one first. */
export const pairPath = ({ from, to }: { from: string; to: string }) => pathTo(`/releases/${from}/${to}/`);

/** The page of a platform's rules. */
export const platformPath = (platform: string): string => pathTo(`/rules/${platform}/`);

/** The page of a notation of host lists. */
export const notationPath = (notation: string): string => pathTo(`/lists/${notation}/`);

/** Address of a page or file of this site, under whatever base path it is built for; `path` begins with a slash. */
export const pathTo = (path: `/${string}`): string => import.meta.env.BASE_URL.replace(/\/+$/, '') + path;

export const featurePath = (feature: string) => pathTo(`/features/${feature}/`);
/** Permalink of a flow. */
export const flowPath = (flow: { feature: string; id: string }) => pathTo(`/features/${flow.feature}/#${flow.id}`);
export const portPath = (port: number) => pathTo(`/ports/${port}/`);
export const releasePath = (release: string) => pathTo(`/releases/${release}/`);
export const termPath = (term: string) => pathTo(`/glossary/#${term}`);

import type { Flow } from '#dataset/schema.ts';
import { feedPath } from './files.ts';
import { featurePath, flowPath, pathTo } from './path.ts';

/** Where the feed of all changes or of a feature stands, and what it links to: whole addresses, or paths where `site` is not known. */
export function feedAddresses(site: URL | undefined, extension: 'atom' | 'json', feature?: string) {
  const address = (path: string) => (site === undefined ? path : new URL(path, site).href);
  return {
    self: address(pathTo(feedPath(extension, feature))),
    home: address(feature === undefined ? pathTo('/releases/') : featurePath(feature)),
    dataset: address(pathTo('/about/#changes')),
    comparison: (from: string, to: string) => address(pathTo(`/releases/${from}/${to}/`)),
    flow: (flow: Pick<Flow, 'feature' | 'id'>) => address(flowPath(flow)),
  };
}

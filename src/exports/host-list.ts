import type { FlowList } from './flow-record.ts';
import type { Names, Notation } from './notation.ts';

/**
 * A plain list of host names: one on a line, LF, in the order of ASCII, nothing else; without names it is empty. Flows whose purpose the
 * source does not give have no names here.
 */
export function renderHostList(list: FlowList, notation: Notation): string {
  const lines = new Set(notation.lines(toNames(list)));
  return [...lines]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

function toNames({ flows }: FlowList): Names {
  const hosts = new Set(flows.filter(({ status }) => status !== 'unresolved').flatMap((flow) => flow.hosts));
  const isWildcard = (host: string) => host.startsWith('*.');
  return {
    exact: [...hosts].filter((host) => !isWildcard(host)),
    wildcards: [...hosts].filter(isWildcard).map((host) => host.slice(2)),
  };
}

import type { Flow, Row } from './schema.ts';

/** The party every flow has at one end. */
export const gateway = 'gateway';

/** Direction of a connection seen from the gateway: who opens it decides, not where data then travels. */
export type Direction = 'in' | 'out';

/** Words of a printed direction and what they mean, seen from the gateway. */
const printedDirections = { In: ['in'], Out: ['out'], 'In/Out': ['in', 'out'] } as const;

/** `in` where another party opens the connection to the gateway, `out` where the gateway opens it. */
export const directionOf = (flow: Pick<Flow, 'to'>): Direction => (flow.to === gateway ? 'in' : 'out');

/**
 * The flows of a row whose reading departs from what the row prints: the printed directions are not exactly those of the
 * flows that join the same pair of parties, or no row names the flow's other end. A row without a direction departs from nothing.
 */
export function departingFlows<F extends Pick<Flow, 'id' | 'from' | 'to' | 'addsEnd'>>(
  row: Pick<Row, 'direction' | 'flows'>,
  flowsById: ReadonlyMap<string, F>,
): F[] {
  if (row.direction === null) return [];
  const flows = Object.keys(row.flows).flatMap((id) => flowsById.get(id) ?? []);
  const printed = printedDirections[row.direction];
  return flows.filter((flow) => flow.addsEnd || !sameMembers(printed, directionsBetween(flow, flows)));
}

const directionsBetween = (flow: Pick<Flow, 'from' | 'to'>, flows: readonly Pick<Flow, 'from' | 'to'>[]) =>
  flows.filter((other) => farEnd(other) === farEnd(flow)).map(directionOf);

const farEnd = (flow: Pick<Flow, 'from' | 'to'>) => (flow.to === gateway ? flow.from : flow.to);

const sameMembers = (a: readonly string[], b: readonly string[]) =>
  a.every((member) => b.includes(member)) && b.every((member) => a.includes(member));

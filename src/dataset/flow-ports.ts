import type { Flow } from './schema.ts';

/** The first and the last port of the destination, and of the source where that is fixed; 1 to 65535. */
export const portsOf = ({ port, sourcePort }: Pick<Flow, 'port' | 'sourcePort'>): number[] =>
  [port, ...(sourcePort ? [sourcePort] : [])].flatMap(({ from, to }) => [from, to]);

/** What the copy of a release says of a flow, worked out from the rows without the code that pages and files are made by. */
import { dataset } from './published.ts';

const flows = new Map(dataset.features.flatMap((feature) => feature.flows.map((flow) => [flow.id, flow])));

/** That it is printed, that it is not, or nothing, since the copy ends before its place. */
export function copySays(release: string, id: string): 'printed' | 'not printed' | 'nothing' {
  const { rows, readTo, absent } = dataset.releases.find((entry) => entry.release === release) as (typeof dataset.releases)[number];
  if (rows.some((row) => Object.hasOwn(row.flows, id))) return 'printed';
  const flow = flows.get(id);
  const place = (flow?.sourcePort ?? flow?.port)?.from ?? 0;
  const past = readTo.end || place < readTo.port || (place === readTo.port && readTo.whole) || Object.hasOwn(absent, id);
  return past ? 'not printed' : 'nothing';
}

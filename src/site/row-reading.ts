import type { Dataset } from '#dataset/dataset.ts';
import { departingFlows } from '#dataset/direction.ts';
import { releaseById } from '#dataset/release-flow.ts';
import type { HostList, Row } from '#dataset/schema.ts';
import { type FlowView, flowViews } from './flow-view.ts';

/** A printed row beside the flows that it is read as, with the hosts it prints for each. */
export interface RowReading {
  readonly row: Row;
  readonly flows: readonly {
    readonly view: FlowView;
    readonly departs: boolean;
    readonly hosts: readonly string[];
    readonly hostList: HostList;
  }[];
}

/** The rows of a release in printed order, each with its reading. */
export function rowReadings(dataset: Dataset, release: string): RowReading[] {
  const views = new Map(flowViews(dataset).map((view) => [view.flow.id, view]));
  const flowsById = new Map([...views].map(([id, { flow }]) => [id, flow]));
  return releaseById(dataset, release).rows.map((row) => {
    const departing = departingFlows(row, flowsById);
    return {
      row,
      flows: Object.entries(row.flows).map(([id, { hosts, hostList }]) => {
        const view = views.get(id) as FlowView;
        return { view, departs: departing.includes(view.flow), hosts, hostList };
      }),
    };
  });
}

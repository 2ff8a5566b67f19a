import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** A data connection is opened by the firewall's helper, which reads the control connection. */
export const check = {
  name: 'via-flows',
  description: '"via" names a control flow of the same feature whose data channel a helper opens.',
  needs: [],
  check: ({ features, at }) =>
    features.flatMap(({ id: feature, flows }) =>
      flows.flatMap((flow) => {
        const { via } = flow;
        if (via === undefined) return [];
        const control = flows.find(({ id }) => id === via);
        const controls = flows.filter(({ dataChannel }) => dataChannel === 'helper').map(({ id }) => id);
        if (control?.dataChannel === 'helper') return [];
        const message = control
          ? `the data channel of "${via}" is not opened by a helper: write "dataChannel: helper" there, or name another flow`
          : `feature "${feature}" has no flow "${via}": ${wayOut(via, controls, 'name a flow of the same feature with "dataChannel: helper"')}`;
        return [{ ...at(flow, 'via'), message }];
      }),
    ),
} satisfies Check;

import type { Authored } from '#dataset/authored.ts';
import type { Check, Finding, Place } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** Everything that names a flow names one that exists; only the history of changes may name a retired one. */
export const check = {
  name: 'flow-names',
  description: 'Every flow that a row, an absence, a pin or a change names exists.',
  needs: ['features', 'retired'],
  check: (authored) => {
    const { releases, pins, changes, retired, at, keyAt } = authored;
    return [
      ...releases.flatMap((release) => [
        ...Object.keys(release.absent).flatMap((id) => missing(authored, id, keyAt(release, 'absent', id))),
        ...release.rows.flatMap((row) => Object.keys(row.flows).flatMap((id) => missing(authored, id, keyAt(row, 'flows', id)))),
      ]),
      ...pins.flatMap((pin) => missing(authored, pin.flow, at(pin, 'flow'))),
      ...changes.flatMap((change) =>
        change.flows
          .map((id, index) => ({ id, place: at(change, 'flows', index) }))
          .filter(({ id }) => !retired.some((flow) => flow.id === id))
          .flatMap(({ id, place }) => missing(authored, id, place, 'add its id to src/data/retired.yaml, or take it out')),
      ),
    ];
  },
} satisfies Check;

function missing({ flowsById, retired }: Authored, id: string, place: Place, remedy = 'add it to a feature, or take it out'): Finding[] {
  if (flowsById.has(id)) return [];
  const gone = retired.find((flow) => flow.id === id);
  const message = gone
    ? `flow "${id}" is retired since ${gone.since}: take it out (${gone.reason})`
    : `flow "${id}" does not exist: ${wayOut(id, flowsById.keys(), remedy)}`;
  return [{ ...place, message }];
}

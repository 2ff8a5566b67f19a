import type { Check, Place } from '#dataset/check.ts';

interface Named {
  readonly id: string;
  readonly place: Place;
}

/** One id names one thing: links, downloads and other people's scripts rely on it. */
export const check = {
  name: 'identifiers',
  description: 'No id stands twice among its like, no flow is pinned twice for one transport, and no change is told twice.',
  needs: [],
  check: ({ product, parties, questions, presets, features, retired, pins, changes, terms, at }) => {
    const byId = (records: readonly { readonly id: string }[]) => records.map((record) => ({ id: record.id, place: at(record, 'id') }));
    return [
      ...repeated('group', byId(product?.groups ?? [])),
      ...repeated('party', byId(parties)),
      ...repeated('question', byId(questions)),
      ...questions.flatMap(({ id, answers }) => repeated('answer', byId(answers), ` of "${id}"`)),
      ...repeated('preset', byId(presets)),
      ...repeated('flow', byId(features.flatMap(({ flows }) => flows))),
      ...repeated('retired flow', byId(retired)),
      ...repeated('term', byId(terms)),
      ...repeated(
        'pin',
        pins.map((pin) => ({ id: `${pin.flow} over ${pin.transport}`, place: at(pin, 'flow') })),
      ),
      ...repeated(
        'change',
        changes.map((change) => ({ id: `${change.dataset} ${change.title}`, place: at(change, 'title') })),
      ),
    ];
  },
} satisfies Check;

function repeated(noun: string, named: readonly Named[], owner = '') {
  return named.flatMap(({ id, place }, index) => {
    const first = named.findIndex((other) => other.id === id);
    const where = named[first]?.place.file;
    const elsewhere = where === place.file ? 'above' : `in ${where}`;
    return first === index
      ? []
      : [{ ...place, message: `${noun} "${id}"${owner} is already there, ${elsewhere}: name it otherwise, or keep one of the two` }];
  });
}

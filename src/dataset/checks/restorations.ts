import type { Authored } from '#dataset/authored.ts';
import type { Check } from '#dataset/check.ts';
import type { Release, Row } from '#dataset/schema.ts';

type Restored = NonNullable<Row['restored']>;

/** Lost text is filled from a row that has it: the reader can look it up. */
export const check = {
  name: 'restorations',
  description: 'What is restored stands in the row that it is said to come from.',
  needs: ['features', 'releases'],
  check: (authored) =>
    authored.releases.flatMap((release) =>
      release.rows.flatMap((row) => {
        const { restored } = row;
        const message = restored && whatIsWrong(authored, release, row, restored);
        return message ? [{ ...authored.at(row, 'restored'), message }] : [];
      }),
    ),
} satisfies Check;

function whatIsWrong({ releases, flowsById }: Authored, release: Release, row: Row, { from, row: number, what, strength }: Restored) {
  const source = releases.find((other) => other.release === from);
  if (!source) return `release ${from} does not exist: write one of ${releases.map((other) => other.release).join(', ')}`;
  const found = source.rows.find((other) => other.row === number);
  if (!found) return `release ${from} has no row ${number}: its rows go from 1 to ${source.rows.length}`;
  if (found === row) return `row ${number} of ${release.release} is restored from itself: point at a row that has the text`;

  const named = `row ${number} of ${from}`;
  const ids = Object.keys(row.flows);
  if (what === 'hosts') {
    const cut = ids.filter((id) => row.flows[id]?.hostList === 'cut');
    if (cut.length === 0) return 'no host list of this row is cut: write "hostList: cut" where it is, or take this out';
    const hasHosts = cut.some((id) => (found.flows[id]?.hosts.length ?? 0) > 0);
    return hasHosts ? undefined : `${named} prints no host for ${cut.map((id) => `"${id}"`).join(' or ')}: point at a row that does`;
  }
  if (found.says === null) return `${named} has lost its own purpose: point at a row that prints it`;
  const featuresOf = (flows: readonly string[]) => flows.flatMap((id) => flowsById.get(id)?.feature ?? []);
  const sameFlow = ids.some((id) => Object.hasOwn(found.flows, id));
  const sameFeature = featuresOf(Object.keys(found.flows)).some((feature) => featuresOf(ids).includes(feature));
  if (strength === 'proven' && !sameFlow) {
    return `${named} supports no flow of this row, so it proves nothing: point at one that does, or write "strong"`;
  }
  return sameFeature ? undefined : `${named} supports no flow of the same feature: point at one that does`;
}

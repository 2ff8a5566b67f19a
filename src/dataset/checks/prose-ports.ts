import type { Check, Finding, Place } from '#dataset/check.ts';
import { portNumbersIn } from '#dataset/port-numbers.ts';
import type { Flow } from '#dataset/schema.ts';

/** A text with the features it tells of, and the ports of others that it names with a reason. */
interface Prose {
  readonly text: string;
  readonly features: readonly string[];
  readonly mentions: Readonly<Record<string, string>>;
  readonly placeAt: (offset: number) => Place;
  readonly placeOfMention: (port: string) => Place;
}

/** Ports come onto a page from the dataset: a number typed into prose is right, or explained, or refused. */
export const check = {
  name: 'prose-ports',
  description: 'Prose names the ports of its own flows, and others only with a reason under "mentions".',
  needs: ['features'],
  check: ({ pages, terms, flows, featureIds, at, keyAt }) => {
    const prose: Prose[] = [
      ...pages.map((page) => ({
        ...page,
        features: page.feature === null ? page.features : [page.feature],
        placeAt: (offset: number) => ({ file: page.file, offset }),
        placeOfMention: (port: string) => keyAt(page, 'mentions', port),
      })),
      ...terms.map((term) => ({
        ...term,
        text: term.definition,
        placeAt: () => at(term, 'definition'),
        placeOfMention: (port: string) => keyAt(term, 'mentions', port),
      })),
    ];
    // What tells of a feature that does not exist has that finding already.
    return prose.filter(({ features }) => features.every((id) => featureIds.includes(id))).flatMap((entry) => findings(entry, flows));
  },
} satisfies Check;

function findings({ text, features, mentions, placeAt, placeOfMention }: Prose, flows: readonly Flow[]): Finding[] {
  const own = new Set(flows.filter(({ feature }) => features.includes(feature)).flatMap(portsOf));
  const found = portNumbersIn(text);
  return [
    ...found
      .filter(({ port }) => !own.has(port) && !Object.hasOwn(mentions, String(port)))
      .map(({ port, offset }) => ({
        ...placeAt(offset),
        message: `${port} is no port of the flows told here: correct it, or name it under "mentions" with the reason`,
      })),
    ...Object.keys(mentions).flatMap((key) => {
      const place = placeOfMention(key);
      if (own.has(Number(key))) return [{ ...place, message: `${key} is a port of the flows told here: it needs no mention, take it out` }];
      return found.some(({ port }) => port === Number(key))
        ? []
        : [{ ...place, message: `${key} is mentioned nowhere in the text: take it out` }];
    }),
  ];
}

/** The first and the last port of the destination, and of the source where that is fixed. */
const portsOf = ({ port, sourcePort }: Flow) => [port, ...(sourcePort ? [sourcePort] : [])].flatMap(({ from, to }) => [from, to]);

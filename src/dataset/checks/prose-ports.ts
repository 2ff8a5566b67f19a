import type { Authored } from '#dataset/authored.ts';
import type { Check, Finding, Place } from '#dataset/check.ts';
import { portNumbersIn } from '#dataset/port-numbers.ts';
import type { Flow } from '#dataset/schema.ts';

/** Ports come onto a page from the dataset: a number typed into prose is right, or explained, or refused. */
export const check = {
  name: 'prose-ports',
  description: 'Prose names the ports of its own flows, and others only with a reason under "mentions".',
  needs: ['features'],
  check: ({ pages, terms, flows, at, keyAt }) => [
    ...pages.flatMap((page) =>
      strayPorts(
        page.text,
        portsOf(flows, page.feature === null ? page.features : [page.feature]),
        page.mentions,
        (offset) => ({ file: page.file, offset }),
        (port) => keyAt(page, 'mentions', port),
      ),
    ),
    ...terms.flatMap((term) =>
      strayPorts(
        term.definition,
        portsOf(flows, term.features),
        term.mentions,
        () => at(term, 'definition'),
        (port) => keyAt(term, 'mentions', port),
      ),
    ),
  ],
} satisfies Check;

function strayPorts(
  text: string,
  own: ReadonlySet<number>,
  mentions: Readonly<Record<string, string>>,
  placeOf: (offset: number) => Place,
  placeOfMention: (port: string) => Place,
): Finding[] {
  const found = portNumbersIn(text);
  return [
    ...found
      .filter(({ port }) => !own.has(port) && !Object.hasOwn(mentions, String(port)))
      .map(({ port, offset }) => ({
        ...placeOf(offset),
        message: `${port} is no port of the flows told here: correct it, or name it under "mentions" with the reason`,
      })),
    ...Object.keys(mentions).flatMap((port) => {
      if (own.has(Number(port)))
        return [{ ...placeOfMention(port), message: `${port} is a port of the flows told here: it needs no mention, take it out` }];
      return found.some((number) => number.port === Number(port))
        ? []
        : [{ ...placeOfMention(port), message: `${port} is mentioned nowhere in the text: take it out` }];
    }),
  ];
}

/** The first and the last port of every range, destination and source, of the flows of these features. */
function portsOf(flows: Authored['flows'], features: readonly string[]): Set<number> {
  const ranges = ({ port, sourcePort }: Flow) => [port, ...(sourcePort ? [sourcePort] : [])];
  const own = flows.filter(({ feature }) => features.includes(feature));
  return new Set(own.flatMap(ranges).flatMap(({ from, to }) => [from, to]));
}

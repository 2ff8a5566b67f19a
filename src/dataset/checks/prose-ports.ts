import type { Check, Finding } from '#dataset/check.ts';
import { portNumbersIn } from '#dataset/port-numbers.ts';
import { type Prose, proseOf } from '#dataset/prose.ts';

/** Ports come onto a page from the dataset: a number typed into prose is right, or explained, or refused. */
export const check = {
  name: 'prose-ports',
  description:
    'Prose, in Markdown, front matter or YAML, names the ports of its own flows, and others only with a reason under "mentions".',
  needs: ['features'],
  check: (authored) => proseOf(authored).flatMap(findings),
} satisfies Check;

function findings({ texts, mentions }: Prose): Finding[] {
  const named = texts.flatMap(({ text, ports, placeAt }) =>
    portNumbersIn(text).map(({ port, offset }) => ({ port, own: ports.includes(port), place: placeAt(offset) })),
  );
  const foreign = named.filter(({ own }) => !own);
  const remedy = mentions ? 'name it under "mentions" with the reason' : 'take it out';
  return [
    ...foreign
      .filter(({ port }) => !mentions?.some((mention) => mention.port === port))
      .map(({ port, place }) => ({ ...place, message: `${port} is no port of the flows told here: correct it, or ${remedy}` })),
    ...(mentions ?? [])
      .filter(({ port }) => !foreign.some((other) => other.port === port))
      .map(({ port, place }) => {
        const told = texts.some(({ ports }) => ports.includes(port));
        const message = told
          ? `${port} is a port of the flows told here: it needs no mention, take it out`
          : `${port} is mentioned nowhere in the text: take it out`;
        return { ...place, message };
      }),
  ];
}

import { expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/cisco-asa.ts';
import type { Checker } from '../checker.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { checkers } from './cisco-asa.ts';

const [parser, grammar] = checkers as unknown as readonly [Checker, Checker];
const missing = lackingPrograms(parser);

const text = exampleRules(platform, '1.0.0').textOf();

/** The text after a change that is one. */
const after = (from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};
const check = (checker: Checker, texts: readonly string[]) => checker.check(texts.map((each, at) => ({ name: `${at}`, text: each })));

it.skipIf(missing.length > 0)(`has the importer read a text, and see what is wrong${needsWords(missing)}`, async () => {
  const [good, ...bad] = await check(parser, [
    text,
    after(' eq 53\n', ' eq domainn\n'),
    after(' eq 53\n', ' eq 53 54\n'),
    after(' eq 53\n', ' range 53-54\n'),
    after('extended permit udp', 'extended permitt udp'),
    after('access-list dmz_access_in extended permit udp', 'permit ip any any\naccess-list dmz_access_in extended permit udp'),
    after(' network-object host 192.0.2.53\n', ' network-object hst 192.0.2.53\n'),
    after('object-group network SEG-dns-resolvers_v4', 'object-group networkk SEG-dns-resolvers_v4'),
    `${text}no access-list dmz_access_in\n`,
  ]);
  expect(good).toEqual([]);
  expect(bad.map((problems) => problems.length > 0)).toEqual(bad.map(() => true));
  expect(await parser.version()).toMatch(/^\d+\.\d+/);
});

it('has a grammar that sees what the importer passes over', async () => {
  const [good, ...bad] = await check(grammar, [
    text,
    after(' eq 53\n', ' eq 99999\n'),
    after('192.0.2.53', '192.0.2.300'),
    after('object-group SEG-dns-resolvers_v4', 'object-group SEG-others_v4'),
    after(' fqdn v4 ', ' fqdnn v4 '),
    after('object-group SEG-dns-resolvers_v6 eq 53', 'object-group SEG-dns-resolvers_v6 eq 0'),
    `${text}clear configure access-list dmz_access_in\n`,
  ]);
  expect(good).toEqual([]);
  for (const problems of bad) expect(problems).toEqual([expect.stringMatching(/^line \d+: /)]);
});

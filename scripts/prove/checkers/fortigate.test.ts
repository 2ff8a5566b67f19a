import { expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/fortigate.ts';
import { argumentProblems } from '../ansible.ts';
import type { Checker } from '../checker.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { checkers } from './fortigate.ts';

const [schema, grammar] = checkers as unknown as readonly [Checker, Checker];
const missing = lackingPrograms(schema);

const text = exampleRules(platform, '1.0.0').textOf();

it.skipIf(missing.length > 0)(`holds a text to the argument specifications${needsWords(missing)}`, async () => {
  const texts = [text, text.replace('set action accept', 'set action permit')].map((each, at) => ({ name: `${at}`, text: each }));
  expect(await schema.check(texts)).toEqual([[], [expect.stringMatching(/^line \d+: has no value of action/)]]);
  expect(await schema.version()).toMatch(/^\d+\.\d+/);
});

it.skipIf(missing.length > 0)(`finds what the specifications refuse: options, choices, types${needsWords(missing)}`, async () => {
  const [address, policy] = ['fortinet.fortios.fortios_firewall_address', 'fortinet.fortios.fortios_firewall_policy'];
  const collection = {
    modules: [address, policy],
    toCalls: (words: string) => [
      [address, { state: 'present', firewall_address: { name: 'a', type: 'fqdn', fqdn: '*.example.net' } }] as const,
      [address, { state: 'present', firewall_address: { name: 'a', type: words } }] as const,
      [
        policy,
        {
          state: 'present',
          firewall_policy: { policyid: words === 'fqdn' ? 0 : 'none', name: 'b', action: words === 'fqdn' ? 'accept' : 'permit' },
        },
      ] as const,
      [
        policy,
        { state: 'present', firewall_policy: { policyid: 0, [words === 'fqdn' ? 'srcaddr' : 'srcadr']: [{ name: 'all' }] } },
      ] as const,
    ],
  };
  const [good, bad = []] = await argumentProblems(collection, [
    { name: 'good', text: 'fqdn' },
    { name: 'bad', text: 'fqdnn' },
  ]);
  expect(good).toEqual([]);
  expect(bad.map((problem) => /fqdnn|permit|none|srcadr/.exec(problem)?.[0])).toEqual(
    expect.arrayContaining(['fqdnn', 'permit', 'srcadr']),
  );
});

it('has a grammar', async () => {
  const broken = [text.replace('    next\n', ''), text.replace('edit 0', 'edit 1'), `${text}execute reboot\n`];
  const [good, ...bad] = await grammar.check([text, ...broken].map((each, at) => ({ name: `${at}`, text: each })));
  expect(good).toEqual([]);
  for (const problems of bad) expect(problems).toEqual([expect.stringMatching(/^line \d+: /)]);
});

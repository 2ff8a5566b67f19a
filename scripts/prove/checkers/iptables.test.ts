import { describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/iptables.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { checkers } from './iptables.ts';

const { edge, flowsNamed, textOf: exampleText } = exampleRules(platform, '1.0.0');
const addresses = { ...edge.addresses, 'backup-servers': ['files.example.net', '192.0.2.201'] };
const textOf = (form?: string): string => exampleText(flowsNamed(), { addresses }, {}, form);
const text = textOf();

const broken: [string, string, string][] = [
  ['a port there is not', '--dport 25 ', '--dport 99999 '],
  ['a range as others write it', '--dport 25 ', '--dport 20-25 '],
  ['a set that is not there', '--match-set SEG-4-files.example.net', '--match-set SEG-4-other.example.net'],
  ['a chain whose name is too long', ':SEG-all ', `:${'x'.repeat(29)} `],
  ['an address of the other IP version', '-s 203.0.113.10', '-s 2001:db8::1'],
  ['a host name', '-s 203.0.113.10', '-s gateway.invalid'],
  ['an option there is not', '--dport 25 ', '--destport 25 '],
  ['a helper there is not', '--helper ftp', '--helper nothing'],
  ['a table that is not committed', 'COMMIT\n', ''],
  ['a set of a type there is not', 'hash:ip family inet ', 'hash:name family inet '],
];

describe.each(checkers)('$tool', ({ tool, programs, check, version }) => {
  const missing = lackingPrograms({ programs });
  const test = it.skipIf(missing.length > 0);

  test(`takes both forms, twice over${needsWords(missing)}`, async () => {
    expect(await check([text, textOf('table'), text].map((each) => ({ name: 'good', text: each })))).toEqual([[], [], []]);
    expect(await version()).toMatch(/^\d+\.\d+/);
  });

  test('refuses what is broken', async () => {
    const texts = tool === 'ShellCheck' ? [['an open quote', '<<', "'<<"] as const] : broken;
    for (const [, from] of texts) expect(text).toContain(from);
    const answers = await check(texts.map(([name, from, to]) => ({ name, text: text.replace(from, to) })));
    expect(texts.filter((_, at) => answers[at]?.length === 0).map(([name]) => name)).toEqual([]);
  });
});

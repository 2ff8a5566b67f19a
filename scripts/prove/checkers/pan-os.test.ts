import { expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/pan-os.ts';
import type { Checker } from '../checker.ts';
import { checkers } from './pan-os.ts';

const [schema, grammar] = checkers as unknown as readonly [Checker, Checker];

const text = exampleRules(platform, '1.0.0').textOf();

const edited = (from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
};

it.each([schema, grammar])('takes a text: $kind', async (checker) => {
  expect(await checker.check([{ name: 'good', text }])).toEqual([[]]);
});

it.each<[what: string, from: string | RegExp, to: string]>([
  ['a comment line', /^/, '# x\n'],
  ['a command that is not set', 'set tag', 'delete tag'],
  ['an attribute that no rule has', 'application any', 'applications any'],
  ['an attribute of another object', / static .*/, ' fqdn a.example.net'],
  ['an action of another rulebase', 'action allow', 'action permit'],
  ['a transport that no service has', 'protocol tcp port', 'protocol icmp port'],
  ['a list without its end', / \]/, ''],
  ['a list within a list', /\[ /, '[ [ '],
  ['two values where one goes', 'action allow', 'action allow deny'],
  ['a line that breaks off', 'action allow', 'action'],
  ['a name of 64 characters', /set service \S+/, `set service ${'x'.repeat(64)}`],
  ['a description of 1025 characters', /description ".*"/, `description "${'x'.repeat(1025)}"`],
  ['a comment of 1024 characters', /comments ".*"/, `comments "${'x'.repeat(1024)}"`],
  ['a quote within a text', /comments "/, 'comments "a" '],
  ['two spaces', 'action allow', 'action  allow'],
])('the schema refuses %s', async (_, from, to) => {
  expect(await schema.check([{ name: 'bad', text: edited(from, to) }])).toEqual([[expect.stringMatching(/^line \d+: /)]]);
});

it('the grammar refuses what the schema does not see', async () => {
  const broken = [
    edited('action allow', 'action deny'),
    edited(/destination SEG-\S+/, 'destination any\nset rulebase security rules x'),
    edited(/set address-group .*/, ''),
    edited(/port 25/, 'port 99999'),
    edited(/203\.0\.113\.10\/32/, '203.0.113.300/32'),
  ];
  for (const problems of await grammar.check(broken.map((each, at) => ({ name: `${at}`, text: each })))) expect(problems).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/firewalld.ts';
import type { Checker } from '../checker.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { checkers } from './firewalld.ts';

const [checker] = checkers as readonly [Checker];
const missing = lackingPrograms(checker);

const text = exampleRules(platform).textOf();
const check = (...texts: string[]) => checker.check(texts.map((each, at) => ({ name: `${at}`, text: each })));

describe.skipIf(missing.length > 0)(`firewalld's own check${needsWords(missing)}`, () => {
  it('takes the rules, and the same names twice', async () => {
    expect(await check(text, text)).toEqual([[], []]);
  });

  it('has a version', async () => {
    expect(await checker.version()).toMatch(/^\d+\.\d+/);
  });

  it('refuses what is broken, each for itself', async () => {
    const broken = (from: string | RegExp, to: string) => {
      const bad = text.replace(from, to);
      expect(bad).not.toBe(text);
      return bad;
    };
    const answers = await check(
      text,
      broken('port="25"', 'port="99999"'),
      broken('port="25"', 'port="25,26"'),
      broken('protocol="udp"', 'protocol="upd"'),
      broken('203.0.113.10', '203.0.113.300'),
      broken('203.0.113.10', 'mail.example.net'),
      broken(/ipv6/g, 'ipv4'),
      broken('CONTINUE', 'GO'),
      broken('<accept/>', ''),
      broken('<!-- ', '<!-- -- '),
      broken(/seg-all-1/g, 'seg-all-with-a-name-too-long-1'),
      broken('set -eu', 'set -eu; frobnicate'),
      broken('firewall-cmd --reload', 'firewall-cmd "--reload'),
    );
    expect(answers[0]).toEqual([]);
    for (const [at, problems] of answers.entries()) expect([at, problems.length > 0]).toEqual([at, at > 0]);
    expect(answers[1]?.join('\n')).toContain('INVALID_PORT');
    expect(answers[11]?.join('\n')).toContain('frobnicate');
  });
});

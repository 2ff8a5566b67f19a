import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/check-point.ts';
import type { Checker } from '../checker.ts';
import { lackingPrograms, needsWords } from '../lacking.ts';
import { toCalls } from '../readers/check-point.ts';
import { checkers } from './check-point.ts';

const [schema, shellCheck, grammar] = checkers as unknown as readonly [Checker, Checker, Checker];
const [noSchema, noShellCheck] = [lackingPrograms(schema), lackingPrograms(shellCheck)];

const text = exampleRules(platform, '1.0.0').textOf(undefined, {
  addresses: {
    gateway: ['203.0.113.10', '2001:db8:d::10'],
    'dns-resolvers': ['192.0.2.53', '192.0.2.0/28'],
    'backup-servers': ['192.0.2.201'],
  },
});
const textsOf = (...all: string[]) => all.map((each, at) => ({ name: `${at}`, text: each }));

describe('the checkers', () => {
  it.skipIf(noSchema.length > 0)(`hold a script to the argument specifications${needsWords(noSchema)}`, async () => {
    expect(await schema.check(textsOf(text, text.replace("action 'Accept'", "action 'Allow'")))).toEqual([
      [],
      [expect.stringMatching(/^line \d+: /)],
    ]);
    expect(await schema.version()).toMatch(/^\d+\.\d+/);
  });

  it.skipIf(noShellCheck.length > 0)(`see what the shell would make of it${needsWords(noShellCheck)}`, async () => {
    const unquoted = text.replace('mgmt_cli "$@" -s "$session"', 'mgmt_cli $@ -s $session');
    const open = text.replace("action 'Accept'", "action 'Accept");
    const [good, ...bad] = await shellCheck.check(textsOf(text, unquoted, open));
    expect(good).toEqual([]);
    expect(bad.map((problems) => problems.length > 0)).toEqual([true, true]);
  });

  it('have a grammar', async () => {
    expect(await grammar.check(textsOf(text, `${text}mgmt_cli publish\n`))).toEqual([[], ['the script does not end as it should']]);
  });
});

describe('the script, run against a small management server', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
    writeFileSync(join(folder, 'rules.sh'), text);
    writeFileSync(join(folder, 'id.txt'), 'session\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Objects and rules by type and name, each with its values; the order of the rules. */
  type Base = Readonly<Record<string, string>>;
  const theirs: Base = {
    rules: 'access-section/General\naccess-rule/Cleanup\n',
    'host/Web': 'ip-address: 192.0.2.80\n',
    'access-section/General': '',
    'access-rule/Cleanup': 'action: Drop\n',
  };

  /** Runs the script where this is published, and says what is then. */
  function run(before: Base, words: readonly string[] = ['id.txt'], fail = '') {
    const state = mkdtempSync(join(folder, 'state-'));
    for (const [name, values] of Object.entries(before)) {
      for (const copy of ['draft', 'published']) {
        mkdirSync(dirname(join(state, copy, name)), { recursive: true });
        writeFileSync(join(state, copy, name), values);
      }
    }
    const env = { PATH: `${join(import.meta.dirname, '../lab')}:${process.env.PATH}`, STATE: state, FAIL: fail };
    const { status, stderr, stdout } = spawnSync('sh', ['rules.sh', ...words], { cwd: folder, env, encoding: 'utf8' });
    const calls = existsSync(join(state, 'calls')) ? readFileSync(join(state, 'calls'), 'utf8').trimEnd().split('\n') : [];
    return { status, stderr, stdout, published: readBase(join(state, 'published')), draft: readBase(join(state, 'draft')), calls };
  }

  const readBase = (base: string): Base =>
    Object.fromEntries(
      readdirSync(base, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [relative(base, file), readFileSync(file, 'utf8')]),
    );

  it('adds what it says, above the rules that are there, and changes none of them', () => {
    const { status, stdout, published } = run(theirs);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Published. Now install the policy.\n' });
    expect(published).toMatchObject({ ...theirs, rules: expect.any(String) });
    const calls = toCalls(text);
    const rules = calls.filter(({ command }) => command === 'add-access-rule').map(({ values }) => `access-rule/${values.get('name')}`);
    expect(published.rules?.trim().split('\n')).toEqual([
      'access-section/SEG_all',
      ...rules,
      'access-section/General',
      'access-rule/Cleanup',
    ]);
    // What the server was told is what the grammar reads, word by word.
    for (const { command, values } of calls) {
      const told = [...values].filter(([key]) => key !== 'name' && key !== 'set-if-exists').map(([key, value]) => `${key}: ${value}\n`);
      expect(published[`${command.slice('add-'.length)}/${values.get('name')}`]).toBe(told.join(''));
    }
  });

  it('comes to the same when it is run again', () => {
    const { published } = run(theirs);
    const again = run(published);
    expect(again.status).toBe(0);
    expect(again.published).toEqual(published);
  });

  it('leaves a rule where an administrator has moved it', () => {
    const { published } = run(theirs);
    const [section, first, ...others] = published.rules?.trimEnd().split('\n') ?? [];
    const moved = { ...published, rules: `${[section, ...others, first].join('\n')}\n` };
    expect(run(moved).published).toEqual(moved);
  });

  it.each(['SEG_203.0.113.10', '.one.updates.example.net', 'service-udp', 'access-section', 'access-rule', 'publish'])(
    'publishes nothing where a call about %s fails',
    (word) => {
      const { status, stdout, stderr, published, draft, calls } = run(theirs, ['id.txt'], word);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('err_validation_failed');
      expect(published).toEqual(theirs);
      expect(draft).toEqual(theirs);
      expect(calls.at(-1)).toBe('discard -s id.txt');
    },
  );

  it('uses a domain object that is there if it is the same, and otherwise stops', () => {
    const same = { ...theirs, 'dns-domain/.mirror.example.net': 'comments: "ours"\nis-sub-domain: true\n' };
    expect(run(same).published).toMatchObject({ 'dns-domain/.mirror.example.net': same['dns-domain/.mirror.example.net'] });
    const other = { ...theirs, 'dns-domain/.mirror.example.net': 'is-sub-domain: false\n' };
    const { status, stderr, published } = run(other);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '.mirror.example.net is there, but not with is-sub-domain true\n' });
    expect(published).toEqual(other);
  });

  it('needs the file of a session, and takes a layer and a place', () => {
    expect(run(theirs, []).stderr).toContain('name the session file of mgmt_cli login');
    expect(run(theirs, ['id.txt', 'Other']).published).toEqual(theirs);
    expect(run(theirs, ['id.txt', 'Network', '1']).status).toBe(0);
    expect(run(theirs, ['id.txt', 'Network', 'nowhere']).published).toEqual(theirs);
  });
});

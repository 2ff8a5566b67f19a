import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { kitNeeds } from '#prove/kit.ts';
import { lackingPrograms, needsWords } from '#prove/lacking.ts';
import { shellCheck } from '#prove/shell-check.ts';
import { hostileTexts, titled } from '#rules/example-rules.ts';
import { ascii } from '#rules/text.ts';
import { renderBash } from './bash.ts';
import { exampleAbout, exampleFlows, exampleSide, knowing } from './example-kit.ts';
import { outcomeIds } from './outcomes.ts';
import { type Side, toProbes } from './probe.ts';

const lacks = lackingPrograms(kitNeeds);

const sides = toProbes(exampleFlows(), knowing());
const textOf = (side: Side, about = exampleAbout) => renderBash(side, about);

/** What is different in each script. */
const ownPart = (text: string): string => text.split('# ---- the same')[0] ?? '';

const bash = (text: string, ...words: string[]) => spawnSync('bash', ['-s', '--', ...words], { input: text, encoding: 'utf8' });

/** With every text that a person or the dataset brings in replaced by one. */
function hostile(text: string): { side: Side; about: typeof exampleAbout } {
  const flows = titled(exampleFlows('dns-queries', 'unresolved-https', 'smtp-direct'), text);
  const side = exampleSide('gateway', flows);
  return { side: { ...side, name: text }, about: { ...exampleAbout, product: text } };
}

it('says where to run it, what it does there, and what it tries', () => {
  expect(ownPart(textOf(exampleSide('peer-gateways')))).toMatchInlineSnapshot(`
    "#!/usr/bin/env bash
    # Example Mail Lighthouse 1.1.0: tries the connections that peer gateways must be able to open
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # EXAMPLE: all addresses are made up. Make the script with yours.
    #
    # Run it on a machine of peer gateways (198.51.100.20, 198.51.100.21, 2001:db8:a::20). The rules let nobody else
    # through: run anywhere else, it says nothing about them.
    # It opens 2 connections at once and gives each step of one 5 seconds: at most about 25 seconds in all, mostly a few.
    # It asks a web server for its first page, a DNS server for the servers of the root, a time server for the time. Any
    # other UDP port gets one byte, and everywhere else nothing is said. It logs on nowhere, sends neither mail nor ping,
    # changes nothing on this machine, and needs no special rights.
    # It takes bash 4.2, coreutils and getent. Certificates are looked at where openssl is there.
    #
    #   bash portcullis-test-peer-gateways.sh                              prints a table
    #   bash portcullis-test-peer-gateways.sh --json > peer-gateways.json  for the page that made this script: it says which rule is missing
    #   bash portcullis-test-peer-gateways.sh --help                       the other options
    #
    # It ends with 0 if nothing failed, with 1 if something did, and with 2 if it could not be run. What it cannot try is
    # listed, and is no failure.

    set -u
    export LC_ALL=C TZ=UTC0
    unset BASH_ENV
    side='peer-gateways' release='1.1.0' dataset='2026.02.01'

    flow=() title=() transport=() port=() speech=() party=() target=() versions=() note=()
    declare -A words=() mark=()
    connection() {
      flow+=("$1") title+=("$2") transport+=("$3") port+=("$4") speech+=("$5") party+=("$6") target+=("$7") versions+=("$8") note+=("$9")
    }

    # What to try, a line each: flow, what it is, transport, port, what is said, party, target, IP versions, what to know.
    connection 'peer-sync-in' 'Data from peers, peer gateways to the gateway' 'udp' '17777' 'udp' 'gateway' '203.0.113.10' '4' ''
    connection 'peer-sync-in' 'Data from peers, peer gateways to the gateway' 'udp' '17777' 'udp' 'gateway' '2001:db8:d::10' '6' ''

    # What may be found, and in what kind of words it is counted.
    words['connected']='connected' mark['connected']='ok'
    words['answered']='answered' mark['answered']='ok'
    words['http-error']='connected, but an HTTP error' mark['http-error']='ok'
    words['turned-away']='connected, but turned away by HTTP: by a server, a proxy, or a block page of the firewall' mark['turned-away']='?'
    words['refused']='refused: nothing listens there, or a firewall rejects it' mark['refused']='FAILED'
    words['unreachable']='said to be unreachable, by a router or a firewall' mark['unreachable']='FAILED'
    words['no-answer']='no answer' mark['no-answer']='FAILED'
    words['inspected']='answered by someone else'\\''s certificate: TLS inspection, or another server' mark['inspected']='FAILED'
    words['untrusted']='connected, but this machine does not know who issued the certificate' mark['untrusted']='?'
    words['cannot-tell']='no answer, which says nothing here' mark['cannot-tell']='?'
    words['unresolved']='the name does not resolve' mark['unresolved']='FAILED'
    words['no-route']='this machine has no way there' mark['no-route']='FAILED'
    words['not-tested']='not tested' mark['not-tested']='-'

    "
  `);
});

it('has a line for each thing that is not tried, with the reason', () => {
  expect(
    ownPart(textOf(exampleSide('gateway')))
      .split('\n')
      .filter((line) => /^connection .* 'none' /.test(line)),
  ).toEqual([
    `connection 'certificate-status' 'Certificate status, the gateway to revocation servers' 'tcp' '80' 'none' '' '' '' 'the vendor'\\''s table does not have it in 1.1.0'`,
    `connection 'unresolved-https' 'Unresolved HTTPS, the gateway to unnamed servers' 'tcp' '443' 'none' '' '' '' 'the vendor'\\''s table does not say what it is for, so no rule lets it through'`,
  ]);
});

it('says how to name what it lacks', () => {
  const lines = ownPart(textOf(exampleSide('gateway'))).split('\n');
  expect(lines).toContain(
    "connection 'updates' 'Updates, the gateway to update servers' 'tcp' '80' 'http' 'update-servers' '' '46' '*.mirror.example.net: more than one machine; name one with --target update-servers=ADDRESS'",
  );
});

it('says what each outcome is, and sends no ping', () => {
  const text = textOf(exampleSide('gateway'));
  for (const id of outcomeIds) expect(text).toContain(`words['${id}']=`);
  expect(text.replaceAll(/^#.*$/gm, '')).not.toMatch(/\b(ping6?|icmp|nmap|nc|ncat|telnet|curl|wget|dig|nslookup)\b/);
});

it('is the same each time, in ASCII, with lines that end as those of Linux do', () => {
  for (const side of sides) {
    expect(textOf(side)).toBe(textOf(side));
    expect(textOf(side)).toMatch(/^[\n -~]*\n$/);
  }
});

/** What a script of its own part may begin a line with: a comment, an assignment, or a call with its first word in quotes. */
const ownLine =
  /^(#|$|connection '|words\['|flow=\(|declare -A |connection\(\) \{$| {2}flow\+=|\}$|side='|set -u$|export |unset BASH_ENV$)/;

describe.skipIf(lacks.length > 0)(`bash${needsWords(lacks)}`, () => {
  it('takes every script', () => {
    for (const side of sides) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: textOf(side), encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  it.each(hostileTexts.map((text) => [text.length > 40 ? `${text.slice(0, 40)}...` : text, text]))(
    'runs nothing of %j, and says it as a text',
    (_, text) => {
      const { side, about } = hostile(text);
      const script = renderBash(side, about);
      expect(script).toMatch(/^[\n -~]*\n$/);
      expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
      expect(
        ownPart(script)
          .split('\n')
          .filter((line) => !ownLine.test(line)),
      ).toEqual([]);
      const read = bash(`${ownPart(script)}printf '%s\\n' "\${title[@]}"`);
      expect(read.stderr).toBe('');
      expect(read.stdout.split('\n')[0]).toBe(ascii(`${text}, ${text} to Internet mail servers`));
      expect(read.stdout.split('\n')).toHaveLength(side.probes.length + side.untested.length + 1);
    },
  );

  it.each([
    [['--timeout', '0'], 'After --timeout stands a number of seconds, from 1 to 60.'],
    [['--timeout', '61'], 'After --timeout stands a number of seconds, from 1 to 60.'],
    [['--timeout'], 'After --timeout stands a number of seconds, from 1 to 60.'],
    [['--target', 'update-servers'], 'After --target stands a party, "=", and an address or a name.'],
    [['--target', 'update-servers=-x'], 'After --target stands a party, "=", and an address or a name.'],
    [['--target', 'update-servers=$(id)'], 'After --target stands a party, "=", and an address or a name.'],
    [['--target', 'dns-resolvers=192.0.2.53'], 'Nothing here lacks a target for dns-resolvers.'],
    [['--jsno'], 'There is no option --jsno.'],
  ])('with %j says what is wrong, and tries nothing', (words, problem) => {
    const { status, stdout, stderr } = bash(textOf(exampleSide('gateway')), ...words);
    expect([status, stdout, stderr.split('\n')[0]]).toEqual([2, '', problem]);
    expect(stderr).toContain('--target PARTY=ADDRESS');
  });
});

const checker = shellCheck('kit', 'bash');
const missing = lackingPrograms(checker);

it.skipIf(missing.length > 0)(`has nothing that ShellCheck would change${needsWords(missing)}`, async () => {
  const texts = [textOf(exampleSide('gateway')), textOf(hostile('it\'s; rm -rf "$HOME" `id`').side)];
  const problems = await checker.check(texts.map((text, at) => ({ name: `${at}`, text })));
  // SC2016 asks whether what is between single quotes should be run: it should not.
  expect(problems.flat().filter((problem) => !problem.includes('SC2016'))).toEqual([]);
  expect((await checker.check([{ name: 'spoiled', text: `${texts[0]}echo $1\n` }])).flat()).toEqual([expect.stringContaining('SC2086')]);
});

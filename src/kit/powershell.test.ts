import { describe, expect, it } from 'vitest';
import { powershellProblems } from '#prove/powershell.ts';
import { hostileTexts, titled } from '#rules/example-rules.ts';
import { exampleAbout, exampleFlows, exampleSide, knowing } from './example-kit.ts';
import { outcomeIds } from './outcomes.ts';
import { renderPowerShell } from './powershell.ts';
import { type Side, toProbes } from './probe.ts';

const sides = toProbes(exampleFlows(), knowing());
const textOf = (side: Side, about = exampleAbout) => renderPowerShell(side, about);

/** What is different in each script. */
const ownPart = (text: string): string => text.split('# ---- the same')[0] ?? '';

it('says where to run it, what it does there, and what it tries', () => {
  expect(ownPart(textOf(exampleSide('peer-gateways')))).toMatchInlineSnapshot(`
    "# Example Mail Lighthouse 1.1.0: tries the connections that peer gateways must be able to open
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # EXAMPLE: all addresses are made up. Make the script with yours.
    #
    # Run it on a machine of peer gateways (198.51.100.20, 198.51.100.21, 2001:db8:a::20). The rules let nobody else
    # through: run anywhere else, it says nothing about them.
    # It opens 2 connections at once and gives each step of one 5 seconds: at most about 35 seconds in all, mostly a few.
    # It asks a web server for its first page, a DNS server for the servers of the root, a time server for the time. Any
    # other UDP port gets one byte, and everywhere else nothing is said. It logs on nowhere, sends neither mail nor ping,
    # changes nothing on this machine, and needs no special rights.
    # It is for Windows PowerShell 5.1, and as "pwsh -File portcullis-test-peer-gateways.ps1" for PowerShell 7. Options:
    # -Timeout SECONDS, and -Target PARTY=ADDRESS for what has no address here.
    # Its language was checked by a grammar, and its commands by a list; it was published without having been run on
    # Windows.
    #
    #   powershell -ExecutionPolicy Bypass -File portcullis-test-peer-gateways.ps1                             prints a table
    #   powershell -ExecutionPolicy Bypass -File portcullis-test-peer-gateways.ps1 -Json > peer-gateways.json  for the page that made this script: it says which rule is missing
    #
    # It ends with 0 if nothing failed, with 1 if something did, and with 2 if it could not be run. What it cannot try is
    # listed, and is no failure.
    [CmdletBinding()]
    param(
      [switch]$Json,
      [string]$Timeout = '5',
      [string[]]$Target = @()
    )

    $ErrorActionPreference = 'Stop'
    $side = 'peer-gateways'
    $release = '1.1.0'
    $dataset = '2026.02.01'

    # What to try, a line each.
    $connections = @(
      @{ Flow = 'peer-sync-in'; Title = 'Data from peers, peer gateways to the gateway'; Transport = 'udp'; Port = 17777; Speech = 'udp'; Party = 'gateway'; Target = '203.0.113.10'; Versions = '4'; Note = '' }
      @{ Flow = 'peer-sync-in'; Title = 'Data from peers, peer gateways to the gateway'; Transport = 'udp'; Port = 17777; Speech = 'udp'; Party = 'gateway'; Target = '2001:db8:d::10'; Versions = '6'; Note = '' }
    )

    # What may be found, and how the table marks it.
    $words = @{
      'connected' = 'connected'
      'answered' = 'answered'
      'http-error' = 'connected, but an HTTP error'
      'turned-away' = 'connected, but turned away by HTTP: by a server, a proxy, or a block page of the firewall'
      'refused' = 'refused: nothing listens there, or a firewall rejects it'
      'unreachable' = 'said to be unreachable, by a router or a firewall'
      'no-answer' = 'no answer'
      'inspected' = 'answered by someone else''s certificate: TLS inspection, or another server'
      'untrusted' = 'connected, but this machine does not know who issued the certificate'
      'cannot-tell' = 'no answer, which says nothing here'
      'unresolved' = 'the name does not resolve'
      'no-route' = 'this machine has no way there'
      'not-tested' = 'not tested'
    }
    $marks = @{
      'connected' = 'ok'
      'answered' = 'ok'
      'http-error' = 'ok'
      'turned-away' = '?'
      'refused' = 'FAILED'
      'unreachable' = 'FAILED'
      'no-answer' = 'FAILED'
      'inspected' = 'FAILED'
      'untrusted' = '?'
      'cannot-tell' = '?'
      'unresolved' = 'FAILED'
      'no-route' = 'FAILED'
      'not-tested' = '-'
    }

    "
  `);
});

it('is the same each time, in ASCII, and knows every outcome', () => {
  for (const side of sides) {
    expect(textOf(side)).toBe(textOf(side));
    expect(textOf(side)).toMatch(/^[\n -~]*\n$/);
    for (const id of outcomeIds) expect(textOf(side).split(`  '${id}' = '`)).toHaveLength(3);
  }
});

it('is taken by the grammar, and calls nothing but what is listed', async () => {
  for (const side of sides) expect(await powershellProblems(textOf(side))).toEqual([]);
});

it('says the same as the script for bash', async () => {
  const text = textOf(exampleSide('gateway'));
  expect(text).toContain(
    "  @{ Flow = 'updates'; Title = 'Updates, the gateway to update servers'; Transport = 'tcp'; Port = 80; Speech = 'http'; Party = 'update-servers'; Target = 'one.updates.example.net'; Versions = '46'; Note = '' }",
  );
  expect(text.split('\n').filter((line) => line.startsWith('  @{ Flow'))).toHaveLength(19);
});

it('waits for nothing without a limit, and no longer than it says in all', () => {
  const text = textOf(exampleSide('gateway'));
  const linesWith = (what: RegExp) =>
    text
      .split('\n')
      .filter((line) => what.test(line))
      .map((line) => line.trim());
  expect(text.match(/\.(Wait|WaitOne)\([^)]*\)/g)).toEqual(['.Wait($milliseconds)', '.Wait($milliseconds)', '.WaitOne($left)']);
  expect(linesWith(/WaitOne|EndInvoke|BeginStop|\$pool\.\w*(Close|Dispose)/)).toEqual([
    'if ($job.Handle.AsyncWaitHandle.WaitOne($left)) {',
    'try { $found = @($job.Shell.EndInvoke($job.Handle)) } catch { $found = @() }',
    '$null = $job.Shell.BeginStop($null, $null)',
    '$null = $pool.BeginClose($null, $null)',
  ]);
  // What is read of a connection, and a handshake on it, ends when the connection is closed.
  const [, limited = ''] = text.split('$limit = Get-Limit $client');
  expect(limited.indexOf('Get-TlsFinding')).toBeGreaterThan(0);
  expect(text).toContain("CreateDelegate([System.Action], $client, 'Close')");
  expect(text).toContain('at most about 35 seconds in all');
  expect(text).toContain('if ($number % 32 -eq 0) { $ends += 7000 * [int]$Timeout }');
});

it('reports the name of the machine in printable ASCII, as reports are read', () => {
  const lines = textOf(exampleSide('gateway')).split('\n');
  expect(lines.filter((line) => line.includes('MachineName'))).toEqual([
    "$machine = [System.Environment]::MachineName -replace '[^ -~]', ' '",
  ]);
  expect(lines).toContain('    host = $machine');
});

it('marks an HTTP error that a block page may be as one that says nothing', () => {
  expect(textOf(exampleSide('gateway'))).toContain("if ($status -in 403, 407, 451, 503) { return 'turned-away' }");
});

it('takes a port of TLS that does not answer by TLS for open only where it may speak something else', () => {
  const lines = textOf(exampleSide('gateway')).split('\n');
  const at = lines.findIndex((line) => line.includes('connected, yet no answer by TLS'));
  expect(lines.slice(at, at + 2).map((line) => line.trim())).toEqual([
    "if ($connection.Speech -eq 'perhaps-tls') { return Get-Finding $address 'connected' 'connected, yet no answer by TLS' }",
    "return Get-Finding $address 'cannot-tell' 'connected, yet no answer by TLS'",
  ]);
});

describe.each(
  [...hostileTexts, "'; Remove-Item x; '", '\u2019; Remove-Item x; \u2018', '$(Remove-Item x)', '#> Remove-Item x'].map((text) => [
    text.length > 40 ? `${text.slice(0, 40)}...` : text,
    text,
  ]),
)('with %j', (_, text) => {
  it('calls nothing of it', async () => {
    const side = exampleSide('gateway', titled(exampleFlows('dns-queries', 'unresolved-https', 'smtp-direct'), text));
    const script = textOf({ ...side, name: text }, { ...exampleAbout, product: text });
    expect(script).toMatch(/^[\n -~]*\n$/);
    expect(await powershellProblems(script)).toEqual([]);
    const lines = ownPart(script)
      .split('\n')
      .filter((line) => line.startsWith('  @{ '));
    expect(lines).toHaveLength(side.probes.length + side.untested.length);
    // A literal ends where a quote stands alone.
    for (const line of lines) expect(line.replaceAll(/'(?:[^']|'')*'/g, '_')).toMatch(/^ {2}@\{ (\w+ = (_|\d+); ){8}Note = _ \}$/);
  });
});

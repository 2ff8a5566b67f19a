import { describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/check-point.ts';
import { reader } from './check-point.ts';

const { flowsNamed, textOf } = exampleRules(platform);
/** The functions, so that what is read here is what stands below them. */
const whole = textOf(flowsNamed('smtp-inbound'), { addresses: { gateway: ['203.0.113.10'] } });
const start = whole.indexOf('api add host');

const calls = `\
api add host name 'SEG_203.0.113.10' ip-address '203.0.113.10' set-if-exists true ignore-warnings true
api add host name 'SEG_2001_db8__1' ip-address '2001:db8::1' set-if-exists true ignore-warnings true
api add network name 'SEG_192.0.2.0_m28' subnet '192.0.2.0' mask-length 28 set-if-exists true ignore-warnings true
domain '.one.example.net' false
domain '.example.org' true
api add group name 'SEG_all_gateway' members.1 'SEG_203.0.113.10' members.2 'SEG_2001_db8__1' set-if-exists true
api add service-udp name 'SEG_udp_1024_1030' port '1024-1030' source-port '20' match-for-any false set-if-exists true ignore-warnings true

section='SEG_all'
has access-section layer "$layer" name "$section" ||
  api add access-section layer "$layer" position "$position" name "$section"
rule 'SEG_all_ftp' \\
  source.1 'SEG_all_gateway' \\
  destination.1 'SEG_192.0.2.0_m28' \\
  destination.2 '.one.example.net' \\
  destination.3 '.example.org' \\
  service.1 'ftp' \\
  action 'Accept' \\
  track.type 'Log' \\
  comments 'FTP'
rule 'SEG_all_in' \\
  source.1 'ExternalZone' \\
  destination.1 'SEG_203.0.113.10' \\
  service.1 'SEG_udp_1024_1030' \\
  action 'Accept' \\
  track.type 'Log' \\
  comments 'In'

api publish
trap - EXIT
echo 'Published. Now install the policy.'
`;
const text = whole.slice(0, start) + calls;

it('reads what the rules let through, each IP version for itself', () => {
  const none = { any: false, networks: [], names: [] };
  const ftp = { from: null, to: null, transport: 'tcp', port: { from: 21, to: 21 }, sourcePort: null, helper: true };
  const names = ['one.example.net', '*.example.org'];
  expect(reader(text)).toEqual([
    {
      ...ftp,
      family: 'ipv4',
      source: { ...none, networks: ['203.0.113.10/32'] },
      destination: { any: false, networks: ['192.0.2.0/28'], names },
    },
    { ...ftp, family: 'ipv6', source: { ...none, networks: ['2001:db8::1/128'] }, destination: { ...none, names } },
    {
      family: 'ipv4',
      from: 'ExternalZone',
      to: null,
      source: { ...none, any: true },
      destination: { ...none, networks: ['203.0.113.10/32'] },
      transport: 'udp',
      port: { from: 1024, to: 1030 },
      sourcePort: { from: 20, to: 20 },
      helper: false,
    },
  ]);
});

describe('refuses', () => {
  it.each<[what: string, from: string, to: string]>([
    ['another shell', '#!/bin/sh', '#!/bin/csh'],
    ['functions that are others', 'exit 1\n  fi\n}', 'fi\n}'],
    ['publishing before the rules', "\nsection='SEG_all'", "api publish\n\nsection='SEG_all'"],
    ['a call of another kind', "domain '.example.org' true", "api delete host name 'x'"],
    ['another program', "domain '.example.org' true", "reboot 'now'"],
    ['an argument that is not quoted', "service.1 'ftp'", 'service.1 $ftp'],
    ['a pattern that the shell expands', "'.example.org'", '*.example.org'],
    ['a quote that goes on', "comments 'FTP'", "comments 'FTP''; reboot'"],
    ['a second command', "comments 'In'", "comments 'In'; reboot"],
    ['an unknown argument', "track.type 'Log'", "install-on.1 'gw'"],
    ['another action', "action 'Accept'", "action 'Drop'"],
    ['any source', "source.1 'ExternalZone'", "source.1 'Any'"],
    ['a source beside a zone', "source.1 'ExternalZone'", "source.1 'ExternalZone' \\\n  source.2 'InternalZone'"],
    ['an object that is not there', "destination.1 'SEG_192.0.2.0_m28'", "destination.1 'SEG_192.0.2.0_m28' \\\n  destination.2 'SEG_x'"],
    ['a domain that is not there', "destination.2 '.one.example.net'", "destination.2 '.two.example.net'"],
    ['a list that leaves one out', "destination.3 '.example.org'", "destination.4 '.example.org'"],
    ['an argument twice', "action 'Accept'", "action 'Accept' \\\n  action 'Accept'"],
    ['an argument without a value', "track.type 'Log' \\\n", ''],
    ['an object twice', "name 'SEG_2001_db8__1'", "name 'SEG_203.0.113.10'"],
    ['a rule twice', "rule 'SEG_all_in'", "rule 'SEG_all_ftp'"],
    ['a service that is not there', "service.1 'SEG_udp_1024_1030'", "service.1 'SEG_udp_1'"],
    ['a port that is none', "port '1024-1030'", "port '1024-99999'"],
    ['a name with a hyphen', "rule 'SEG_all_in'", "rule 'SEG-all-in'"],
    ['an object below the section', "rule 'SEG_all_ftp'", "domain '.example.com' true\nrule 'SEG_all_ftp'"],
    ['two sections', "rule 'SEG_all_in'", "section='SEG_two'\nrule 'SEG_all_in'"],
    ['a section that nothing names', "section='SEG_all'\n", ''],
    ['text behind the end', "install the policy.'\n", "install the policy.'\nreboot\n"],
    ['a script that does not publish', '\napi publish', ''],
    ['a comment that is not ASCII', '# Example', '# \u00c9xample'],
  ])('%s', (_, from, to) => {
    expect(text).toContain(from);
    expect(() => reader(text.replace(from, to))).toThrow();
  });
});

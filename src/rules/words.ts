/** What a rule, a gap and a whole text say of themselves, in plain ASCII: the same words on every platform and on the pages. */

import { networkText } from './network.ts';
import type { About } from './platform.ts';
import type { End, FlowRef, Gap, Policy, Rule } from './policy.ts';
import { ascii } from './text.ts';

/** "tcp/443", or "tcp/50000-50099" for a range. */
export const serviceText = ({ transport, port }: Pick<Rule, 'transport' | 'port'>): string =>
  `${transport}/${port.from === port.to ? port.from : `${port.from}-${port.to}`}`;

/** The titles of the flows that a rule serves: "LDAP; LDAP over TLS (carried from 5.1.0)". */
export const ruleTitle = ({ flows, ftp }: Pick<Rule, 'flows' | 'ftp'>): string =>
  ascii(`${flows.map(flowText).join('; ')}${ftp === 'data' ? ' (passive data connections)' : ''}`);

/** What a rule allows and for what, without its IP version: "SNMP polling: SNMP managers to the gateway, udp/161". */
export function purposeWords(rule: Rule): string {
  const warning = rule.inspection === 'forbidden' ? '; keep it out of TLS inspection' : '';
  return ascii(`${ruleTitle(rule)}: ${endText(rule.source)} to ${endText(rule.destination)}, ${serviceText(rule)}${warning}`);
}

/** What a rule allows and for what: "IPv4, SNMP polling: SNMP managers to the gateway, udp/161". */
export const ruleWords = (rule: Rule): string => `${rule.family === 'ipv4' ? 'IPv4' : 'IPv6'}, ${purposeWords(rule)}`;

/** Who stands at an end: "SNMP managers", "any Internet address (Internet mail servers)". */
export const endText = ({ titles, any }: End): string => (any ? `any Internet address (${titles.join(', ')})` : titles.join(', '));

/** What an end consists of, as it is written: "203.0.113.10 repo.example.net", or "any". */
export const membersText = ({ any, networks, names, wildcards }: End): string =>
  any ? 'any' : [...networks.map(networkText), ...names, ...wildcards].join(' ');

/** "Syslog export", or "Syslog export (carried from 5.1.0)". */
const flowText = ({ title, carriedFrom }: FlowRef): string => (carriedFrom === null ? title : `${title} (carried from ${carriedFrom})`);

/** What is not covered, why, and the way out, in sentences. */
export function gapWords({ flows, reason, remedy, names }: Gap): string {
  const hosts = names.length > 0 ? ` (${names.join(' ')})` : '';
  return ascii(`${flows.map(flowText).join('; ')}: ${reason}${hosts}. ${remedy}`);
}

/** What each vantage point is, in words. */
export const vantageWords = {
  edge: 'one firewall between all zones',
  outer: 'the outer of two firewalls, which faces the Internet and the peers',
  inner: 'the inner of two firewalls, which faces the internal and the management network',
  host: "the gateway's own firewall",
} as const satisfies Record<Policy['vantage'], string>;

/**
 * What stands in front of the rules, in lines without the platform's sign of a comment: an empty one parts paragraphs, one that
 * begins with two spaces is a command, which is not to be wrapped.
 */
export function headerLines(policy: Policy, about: About): string[] {
  const list = (flows: readonly FlowRef[]) => flows.map(flowText).join('; ');
  return [
    `${about.product} ${about.release}: ${about.scope?.title ?? 'the whole gateway'}`,
    `Portcullis, dataset ${about.dataset}. Not the vendor's own document.`,
    `${about.platform}, seen from ${vantageWords[policy.vantage]}.`,
    ...(about.example ? ['EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with yours.'] : []),
    ...about.notes,
    ...paragraph('Not covered:', policy.gaps.map(gapWords)),
    ...paragraph(
      'Never a rule:',
      [
        policy.opened.length > 0 ? `${list(policy.opened)}: ${openedWords(about)}` : '',
        policy.unresolved.length > 0 ? `${list(policy.unresolved)}: the vendor's table does not say what it is for` : '',
        policy.unknown.length > 0 ? `${list(policy.unknown)}: nothing is known of it in ${about.release}` : '',
        policy.elsewhere.length > 0 ? `${list(policy.elsewhere)}: does not cross this firewall` : '',
      ].filter((line) => line !== ''),
    ),
  ].map((line) => (line.startsWith('  ') ? `  ${ascii(line)}` : ascii(line)));
}

const openedWords = ({ ftpHelper }: About): string =>
  ftpHelper ? 'the FTP helper opens it' : 'it needs an FTP helper, and there is none: use passive mode or SFTP';

const paragraph = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)];

/** How the readers of plain host lists read a line, after their own documentation; written apart from what renders the lists. */

/** What a list means to its reader. */
export interface ReadHosts {
  readonly exact: string[];
  /** What stands below the asterisk. */
  readonly wildcards: string[];
  /** Names that stand for themselves and all below. */
  readonly suffixes: string[];
}

interface Grammar {
  /** Where the reader's makers describe a line. */
  readonly documented: readonly string[];
  /** A line as that part of its meaning that it is; undefined where it is none. */
  readonly line: (line: string) => readonly [keyof ReadHosts, string] | undefined;
  /** What may not stand together, in words. */
  readonly conflict?: (hosts: ReadHosts) => string | undefined;
}

/** RFC 1123, section 2.1: labels of 1 to 63 letters, digits and hyphens, none of which begins or ends a label; 253 in all. */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const name = `(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])`;
const match = (before: string, after: string, line: string) => {
  const found = new RegExp(`^${before}(${name})${after}$`).exec(line)?.[1];
  return found !== undefined && found.length <= 253 ? found : undefined;
};
const either = (...forms: readonly (readonly [keyof ReadHosts, string, string])[]): Grammar['line'] => {
  return (line) => {
    for (const [kind, before, after] of forms) {
      const found = match(before, after, line);
      if (found !== undefined) return [kind, found];
    }
    return undefined;
  };
};

/** By id of the notation. */
export const grammars: Readonly<Record<string, Grammar>> = {
  exact: {
    documented: ['https://help.mikrotik.com/docs/display/ROS/Address-lists'],
    line: either(['exact', '', '']),
  },
  asterisk: {
    documented: [
      'https://sc1.checkpoint.com/documents/R81.20/WebAdminGuides/EN/CP_R81.20_SecurityManagement_AdminGuide/Content/Topics-SECMG/Network_Feed.htm',
      'https://docs.fortinet.com/document/fortigate/7.2.5/administration-guide/195303',
      'https://docs.paloaltonetworks.com/pan-os/10-2/pan-os-admin/policy/use-an-external-dynamic-list-in-policy/formatting-guidelines-for-an-external-dynamic-list/domain-list',
    ],
    line: either(['exact', '', ''], ['wildcards', '\\*\\.', '']),
  },
  'leading-dot': {
    documented: [
      'https://www.squid-cache.org/Doc/config/acl/',
      'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_RulesSourceList.html',
    ],
    line: either(['exact', '', ''], ['wildcards', '\\.', '']),
    // Squid: "'a.example.com' is a subdomain of '.example.com'. You need to remove …", and it ends.
    conflict: ({ exact, wildcards }) => {
      const covers = (domain: string, host: string) => host === domain || host.endsWith(`.${domain}`);
      const covered = [
        ...exact.filter((host) => wildcards.some((domain) => covers(domain, host))),
        ...wildcards.filter((host) => wildcards.some((domain) => domain !== host && covers(domain, host))),
      ];
      return covered.length > 0 ? `covered by a dot: ${covered.join(' ')}` : undefined;
    },
  },
  'pan-os-url': {
    documented: [
      'https://docs.paloaltonetworks.com/advanced-url-filtering/administration/configuring-url-filtering/url-category-exceptions/guidelines-for-url-category-exceptions',
    ],
    line: either(['exact', '', '/'], ['wildcards', '\\*\\.', '/']),
  },
  suffix: {
    documented: [
      'https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html',
      'https://docs.defenseorchestrator.com/cdfmc/c_custom_security_intelligence_lists_2.html',
    ],
    line: either(['suffixes', '', '']),
  },
};

/** Reads a list as strictly as its strictest reader; whatever is not right throws, with its line. */
export function readHostList(notation: string, text: string): ReadHosts {
  const grammar = grammars[notation];
  if (!grammar) throw new Error(`nobody has written down how "${notation}" is read`);
  const hosts: ReadHosts = { exact: [], wildcards: [], suffixes: [] };
  if (text === '') return hosts;
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const lines = text.slice(0, -1).split('\n');
  for (const [at, line] of lines.entries()) {
    const read = grammar.line(line);
    if (!read) throw new Error(`line ${at + 1} is no ${notation}: ${JSON.stringify(line)}`);
    const before = lines[at - 1];
    if (before !== undefined && before >= line) throw new Error(`line ${at + 1} stands twice, or before its place: ${line}`);
    hosts[read[0]].push(read[1]);
  }
  const conflict = grammar.conflict?.(hosts);
  if (conflict) throw new Error(conflict);
  return hosts;
}

/** The rules of a network firewall policy, read from the resources of a Terraform file. */
import type { Transport } from '#dataset/schema.ts';
import type { HclBlock } from '../hcl-blocks.ts';
import { attributesOf, familyOf, list, located, portOf, readResources, reference, word } from '../hcl-rules.ts';
import type { Members, Permit, Reader } from '../permit.ts';

export const reader: Reader = (text) => {
  const taken = new Set<string>();
  return [...readResources(text).values()].map((block) => located(block, () => permitOf(block, taken)));
};

/** `taken` has the priorities of other rules, which are unique in a policy, whatever the direction. */
function permitOf(block: HclBlock, taken: Set<string>): Permit {
  if (block.head[1] !== 'google_compute_network_firewall_policy_rule') throw new Error(`is a resource of another kind: ${block.head[1]}`);
  const value = attributesOf(
    block,
    ['firewall_policy', 'priority', 'rule_name', 'description', 'direction', 'action'],
    ['target_secure_tags', 'match'],
  );
  const [tags, match] = block.blocks as [HclBlock, HclBlock];
  reference(value('firewall_policy'), /^var\.\w+$/);
  reference(attributesOf(tags, ['name'])('name'), /^var\.\w+$/);
  const priority = reference(value('priority'), /^var\.\w+ \+ \d+$/)[0];
  if (taken.has(priority)) throw new Error(`has the priority of another rule: ${priority}`);
  taken.add(priority);
  word(value('rule_name'), /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  word(value('description'), /^.{1,255}$/);
  word(value('action'), /^allow$/);
  const direction = word(value('direction'), /^(INGRESS|EGRESS)$/);

  const sides = ['src', 'dest'].flatMap((side) => [`${side}_network_context?`, `${side}_ip_ranges?`, `${side}_fqdns?`]);
  attributesOf(match, sides, ['layer4_configs']);
  const service = attributesOf(match.blocks[0] as HclBlock, ['ip_protocol', 'ports']);
  const [source, destination] = [membersOf(match, 'src'), membersOf(match, 'dest')];
  const gateway = direction === 'INGRESS' ? destination : source;
  if (gateway.any || gateway.names.length > 0) throw new Error('is not bound to addresses of the gateway');
  const ranges = [match.attributes.get('src_ip_ranges'), match.attributes.get('dest_ip_ranges')].flatMap((found) =>
    found === undefined ? [] : list(found),
  );
  return {
    family: familyOf(ranges),
    from: zoneOf(source),
    to: zoneOf(destination),
    source,
    destination,
    transport: word(service('ip_protocol'), /^(tcp|udp)$/) as Transport,
    port: portOf(service('ports')),
    sourcePort: null,
    helper: false,
  };
}

/** Any address stands for the Internet, and never for an internal one. */
const zoneOf = ({ any }: Members): string | null => (any ? 'internet' : null);

/** Every address, where the side is bound to the Internet; nothing else may be open like that. */
function membersOf({ attributes }: HclBlock, side: 'src' | 'dest'): Members {
  const [context, ranges, fqdns] = [
    attributes.get(`${side}_network_context`),
    attributes.get(`${side}_ip_ranges`),
    attributes.get(`${side}_fqdns`),
  ];
  const networks = ranges === undefined ? [] : list(ranges);
  const names = fqdns === undefined ? [] : list(fqdns);
  if (networks.length > 5000 || names.length > 100) throw new Error('has more members than a rule takes');
  if (networks.length + names.length === 0) throw new Error(`is open to everything at its ${side}`);
  for (const name of names) word(name, /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/);
  const open = networks.filter((network) => network.endsWith('/0'));
  if (context === undefined) {
    if (open.length > 0) throw new Error('is open to everything, and not bound to the Internet');
    return { any: false, networks, names };
  }
  word(context, /^INTERNET$/);
  if (open.length !== 1 || networks.length !== 1 || names.length > 0)
    throw new Error('binds something else than every address to the Internet');
  word(open[0] as string, /^(0\.0\.0\.0|::)\/0$/);
  return { any: true, networks: [], names: [] };
}

/** The rules of a network security group, read from the resources of a Terraform file. */
import type { PortRange } from '#dataset/schema.ts';
import type { HclBlock, HclValue } from '../hcl-blocks.ts';
import { attributesOf, familyOf, list, located, portOf, readResources, reference, word } from '../hcl-rules.ts';
import type { Members, Permit, Reader } from '../permit.ts';

export const reader: Reader = (text) => {
  const taken = new Set<string>();
  return [...readResources(text).values()].map((block) => located(block, () => permitOf(block, taken)));
};

/** `taken` has what may stand once in a group: names, and priorities of a direction. */
function permitOf(block: HclBlock, taken: Set<string>): Permit {
  if (block.head[1] !== 'azurerm_network_security_rule') throw new Error(`is a resource of another kind: ${block.head[1]}`);
  const value = attributesOf(block, [
    'resource_group_name',
    'network_security_group_name',
    'name',
    'description',
    'priority',
    'direction',
    'access',
    'protocol',
    'source_port_range?',
    'source_port_ranges?',
    'source_address_prefix?',
    'source_address_prefixes?',
    'destination_address_prefix?',
    'destination_address_prefixes?',
    'destination_port_ranges',
  ]);
  reference(value('resource_group_name'), /^var\.\w+$/);
  reference(value('network_security_group_name'), /^var\.\w+$/);
  const name = word(value('name'), /^\w(?:[\w.-]{0,78}\w)?$/);
  word(value('description'), /^.{1,140}$/);
  word(value('access'), /^Allow$/);
  const direction = word(value('direction'), /^(Inbound|Outbound)$/);
  const [, base, number] = reference(value('priority'), /^(var\.\w+) \+ (\d+)$/) as unknown as [string, string, string];
  for (const key of [name.toLowerCase(), `${direction} ${base} ${number}`]) {
    if (taken.has(key)) throw new Error(`has ${key}, which another rule has`);
    taken.add(key);
  }
  const source = membersOf(block, 'source');
  const destination = membersOf(block, 'destination');
  return {
    family: familyOf([...source.networks, ...destination.networks]),
    from: zoneOf(source),
    to: zoneOf(destination),
    source,
    destination,
    transport: word(value('protocol'), /^(Tcp|Udp)$/) === 'Tcp' ? 'tcp' : 'udp',
    port: portOf(value('destination_port_ranges')),
    sourcePort: sourcePortOf(block.attributes.get('source_port_range'), block.attributes.get('source_port_ranges')),
    helper: false,
  };
}

/** Any address stands for the Internet, and never for an internal one. */
const zoneOf = ({ any }: Members): string | null => (any ? 'internet' : null);

function membersOf({ attributes }: HclBlock, side: 'source' | 'destination'): Members {
  const [one, several] = [attributes.get(`${side}_address_prefix`), attributes.get(`${side}_address_prefixes`)];
  if ((one === undefined) === (several === undefined)) throw new Error(`has not one ${side}`);
  if (one !== undefined) return { any: word(one, /^Internet$/) !== '', networks: [], names: [] };
  const networks = list(several as HclValue);
  if (networks.some((network) => network.endsWith('/0'))) throw new Error('is open to everything');
  return { any: false, networks, names: [] };
}

function sourcePortOf(one: HclValue | undefined, several: HclValue | undefined): PortRange | null {
  if ((one === undefined) === (several === undefined)) throw new Error('has not one kind of source port');
  if (several !== undefined) return portOf(several);
  word(one as HclValue, /^\*$/);
  return null;
}

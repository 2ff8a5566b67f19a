/** The rules of security groups, read from the resources of a Terraform file. */
import type { Transport } from '#dataset/schema.ts';
import type { HclBlock } from '../hcl-blocks.ts';
import { attributesOf, familyOf, located, portRange, readResources, reference, word } from '../hcl-rules.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** The gateway's end of a rule is what its group is attached to: the addresses that the comment above the group tells. */
export const reader: Reader = (text) => {
  const resources = readResources(text);
  const groups = new Map(
    [...resources]
      .filter(([, { head }]) => head[1] === 'aws_security_group')
      .map(([name, block]) => [name, located(block, () => groupOf(block))]),
  );
  return [...resources.values()]
    .filter(({ head }) => head[1] !== 'aws_security_group')
    .map((block) => located(block, () => permitOf(block, groups)));
};

const rulesPerGroup = 60;

interface Group {
  readonly addresses: readonly string[];
  /** Rules of each direction and IP version, and what they say. */
  readonly counts: Map<string, number>;
  readonly said: Set<string>;
}

function groupOf(block: HclBlock): Group {
  const value = attributesOf(block, ['name', 'description', 'vpc_id']);
  word(value('name'), /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/i);
  word(value('description'), /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  reference(value('vpc_id'), /^var\.\w+$/);
  const [title, ...addresses] = block.comment;
  if (title !== 'Attach it to the network interfaces with these addresses:' || addresses.length === 0)
    throw new Error('does not say what to attach it to');
  return { addresses: addresses.map(addressOf), counts: new Map(), said: new Set() };
}

function addressOf(line: string): string {
  const found = /^ {2}([0-9a-f.:]+)(\/\d+)?$/.exec(line);
  if (!found) throw new Error(`attaches it to "${line}"`);
  const [, address = '', length = address.includes(':') ? '/128' : '/32'] = found;
  return address + length;
}

function permitOf(block: HclBlock, groups: ReadonlyMap<string, Group>): Permit {
  const incoming = block.head[1] === 'aws_vpc_security_group_ingress_rule';
  if (!incoming && block.head[1] !== 'aws_vpc_security_group_egress_rule')
    throw new Error(`is a resource of another kind: ${block.head[1]}`);
  const value = attributesOf(block, [
    'security_group_id',
    'description',
    'ip_protocol',
    'from_port',
    'to_port',
    'cidr_ipv4?',
    'cidr_ipv6?',
  ]);
  if (block.attributes.has('cidr_ipv4') === block.attributes.has('cidr_ipv6')) throw new Error('has not one network');
  const family = block.attributes.has('cidr_ipv4') ? 'ipv4' : 'ipv6';
  const cidr = word(value(`cidr_${family}`), /^[0-9a-f.:/]+$/);
  if (familyOf([cidr]) !== family) throw new Error('has a network of the other IP version');
  word(value('description'), /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  const transport = word(value('ip_protocol'), /^(tcp|udp)$/) as Transport;
  const port = portRange(value('from_port') as number, value('to_port') as number);

  const group = groups.get(reference(value('security_group_id'), /^(aws_security_group\.\w+)\.id$/)[1] as string);
  if (!group) throw new Error('belongs to no group');
  countIn(group, `${incoming} ${family}`, `${incoming} ${transport} ${port.from} ${port.to} ${cidr}`);

  const any = cidr === '0.0.0.0/0' || cidr === '::/0';
  if (!any && cidr.endsWith('/0')) throw new Error('is open to everything in another spelling');
  const far: Members = { any, networks: any ? [] : [cidr], names: [] };
  const gateway: Members = {
    any: false,
    networks: group.addresses.filter((address) => address.includes(':') === (family === 'ipv6')),
    names: [],
  };
  if (gateway.networks.length === 0) throw new Error('is of an IP version that the gateway does not have');
  const [source, destination] = incoming ? [far, gateway] : [gateway, far];
  return { family, from: null, to: null, source, destination, transport, port, sourcePort: null, helper: false };
}

function countIn({ counts, said }: Group, kind: string, rule: string): void {
  const count = (counts.get(kind) ?? 0) + 1;
  if (count > rulesPerGroup) throw new Error(`is one more than the ${rulesPerGroup} rules of its kind that a group takes`);
  counts.set(kind, count);
  if (said.has(rule)) throw new Error('says what another rule of its group says');
  said.add(rule);
}

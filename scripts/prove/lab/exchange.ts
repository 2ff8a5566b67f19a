/** Packets through the lab: who sends what to whom, and what became of it. */
import type { Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Report, Shot } from './agent.ts';
import { bypass, familyOf, homeOf, type Lab, type Leg, legs, ownAddress } from './lab.ts';

/** An address, and the leg on which it is used: another one than its own where somebody poses as it. */
export interface Place {
  readonly leg: Leg;
  readonly address: string;
}

/** One connection with an echo, or one datagram with an echo. */
export interface Packet {
  readonly transport: Transport;
  readonly source: Place;
  /** Null for whichever is free. */
  readonly sourcePort: number | null;
  readonly destination: Place;
  readonly port: number;
}

/** What became of the packets, by their position in the list. */
export interface Outcome {
  /** Those whose echo came back. */
  readonly answered: ReadonlySet<number>;
  /** Those that came to where they were sent, whether or not the echo came back. */
  readonly reached: ReadonlySet<number>;
}

let count = 0;

/**
 * Sends packets, all at once. Those at the positions for which `awaits` is true are waited for, until nothing has come for so many
 * milliseconds; the others as long as it takes to be sure.
 */
export async function exchange(
  lab: Lab,
  packets: readonly Packet[],
  { awaits, patience }: { readonly awaits: (at: number) => boolean; readonly patience: number },
): Promise<Outcome> {
  const disguises = disguisesOf(packets);
  await Promise.all((['outside', 'inside'] as const).map((leg) => translate(lab, leg, packets, disguises)));
  // Never the same number twice, so that what is late is not taken for something else.
  const first = count;
  count += packets.length;
  const shots = packets.map((packet, at) => ({ packet, shot: toShot(packet, disguises.get(at), first + at, awaits(at)) }));
  const [answered, reached] = [new Set<number>(), new Set<number>()];
  // Nobody can listen at the very port that a packet is sent from.
  const rounds = [shots.filter(({ packet }) => packet.sourcePort === null), shots.filter(({ packet }) => packet.sourcePort !== null)];
  for (const round of rounds.filter((each) => each.length > 0)) {
    await everybody(lab, (leg) => {
      const here = round.filter(({ packet }) => packet.destination.leg === leg);
      return {
        do: 'listen',
        tcp: [...new Set(here.filter(({ shot }) => shot.transport === 'tcp').map(({ shot }) => shot.toPort))],
        udp: distinct(
          here
            .filter(({ shot }) => shot.transport === 'udp')
            .map(({ packet, shot }): [string, number] => [addressAt(packet.destination), shot.toPort]),
        ),
      };
    });
    const sent = await everybody(lab, (leg) => ({
      do: 'shoot',
      patience,
      shots: round.filter(({ packet }) => packet.source.leg === leg).map(({ shot }) => shot),
    }));
    const came = await everybody(lab, () => ({ do: 'close' }));
    for (const id of sent.flatMap(({ shots: ids }) => ids ?? [])) answered.add(id - first);
    for (const id of came.flatMap(({ shots: ids }) => ids ?? [])) reached.add(id - first);
  }
  return { answered, reached };
}

const everybody = (lab: Lab, order: (leg: Leg) => Parameters<ReturnType<Lab['host']>['tell']>[0]): Promise<Report[]> =>
  Promise.all(legs.map((leg) => lab.host(leg).tell(order(leg))));

const distinct = (sockets: readonly [string, number][]): [string, number][] => [
  ...new Map(sockets.map((socket) => [socket.join(), socket])).values(),
];

const isAtHome = ({ leg, address }: Place): boolean => homeOf(address) === leg;

/** The address of the host's own that stands behind one that lies elsewhere. */
const addressAt = (place: Place): string => (isAtHome(place) ? place.address : ownAddress(place.leg, familyOf(place.address)));

function toShot(
  { transport, source, sourcePort, destination, port }: Packet,
  disguise: Disguise | undefined,
  id: number,
  awaited: boolean,
): Shot {
  return {
    id,
    transport,
    from: addressAt(source),
    fromPort: disguise?.port ?? sourcePort ?? 0,
    to: destination.address,
    toPort: port,
    awaited,
  };
}

/** A source port by which the routing of the lab knows a packet that uses an address elsewhere than where it lies. */
interface Disguise {
  readonly kind: 'posing' | 'diverted';
  readonly leg: keyof typeof bypass;
  readonly port: number;
}

function disguisesOf(packets: readonly Packet[]): Map<number, Disguise> {
  const used = new Map<string, number>();
  const disguises = new Map<number, Disguise>();
  for (const [at, { source, sourcePort, destination }] of packets.entries()) {
    const [kind, place] = isAtHome(source) ? (['diverted', destination] as const) : (['posing', source] as const);
    if (isAtHome(place)) continue;
    const { leg } = place;
    if (leg === 'gateway' || sourcePort !== null || (kind === 'posing' && !isAtHome(destination)))
      throw new Error(
        `the lab cannot send from ${source.address} on the leg "${source.leg}" to ${destination.address} on "${destination.leg}"`,
      );
    const { from, to } = bypass[leg][kind];
    const port = from + (used.get(`${kind} ${leg}`) ?? 0);
    if (port > to) throw new Error(`the lab has no more than ${to - from + 1} packets that are ${kind} on the leg "${leg}"`);
    used.set(`${kind} ${leg}`, port - from + 1);
    disguises.set(at, { kind, leg, port });
  }
  return disguises;
}

/** Has a host's own kernel write the address that a packet poses with, and take what is diverted to it. */
async function translate(
  lab: Lab,
  leg: keyof typeof bypass,
  packets: readonly Packet[],
  disguises: ReadonlyMap<number, Disguise>,
): Promise<void> {
  const own = [...disguises].filter(([, disguise]) => disguise.leg === leg);
  if (own.length === 0) return;
  const perFamily = (['ipv4', 'ipv6'] as const).map((family) => ({ family, lines: translation(family, leg, packets, own) }));
  const chain = (name: string, hook: string, priority: string, kind: 'source' | 'destination') => [
    `chain ${name} {`,
    `type nat hook ${hook} priority ${priority};`,
    ...perFamily.flatMap(({ lines }) => lines[kind]),
    '}',
  ];
  const table = [
    'table inet lab {',
    ...perFamily.flatMap(({ lines }) => lines.map),
    ...chain('leaves', 'postrouting', 'srcnat', 'source'),
    ...chain('comes', 'prerouting', 'dstnat', 'destination'),
    '}',
  ];
  await lab.host(leg).must('nft', ['-f', '-'], { input: ['table inet lab', 'delete table inet lab', ...table, ''].join('\n') });
}

function translation(family: Family, leg: keyof typeof bypass, packets: readonly Packet[], own: readonly [number, Disguise][]) {
  const poses = own.flatMap(([at, { kind, port }]) => {
    const address = packets[at]?.source.address ?? '';
    return kind === 'posing' && familyOf(address) === family ? [`${port} : ${address}`] : [];
  });
  const word = family === 'ipv4' ? 'ip' : 'ip6';
  const { from, to } = bypass[leg].diverted;
  const transports = ['tcp', 'udp'];
  return {
    map: poses.length === 0 ? [] : [`map poses_${family} { type inet_service : ${family}_addr; elements = { ${poses.join(', ')} } }`],
    source:
      poses.length === 0
        ? []
        : transports.map((transport) => `meta nfproto ${family} snat ${word} to ${transport} sport map @poses_${family}`),
    destination: transports.map(
      (transport) => `meta nfproto ${family} ${transport} sport ${from}-${to} dnat ${word} to ${ownAddress(leg, family)}`,
    ),
  };
}

/**
 * A host of the lab, as one process: it answers on the ports, and sends the probes, that the lines on its standard input tell it to.
 * Each line is an order, and is answered by a line. It ends when its input ends, so it cannot outlive who started it.
 */
import { createSocket, type Socket as Datagrams } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** One connection and an echo of what was sent, or one datagram and its echo. */
export interface Shot {
  readonly id: number;
  readonly transport: 'tcp' | 'udp';
  readonly from: string;
  /** 0 for whichever is free. */
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
  /** Whether an answer is expected: it is waited for longer, and the others no longer than it takes to be sure. */
  readonly awaited: boolean;
}

export type Order =
  | { readonly do: 'listen'; readonly tcp: readonly number[]; readonly udp: readonly (readonly [address: string, port: number])[] }
  /** `patience`: milliseconds without any answer after which what is awaited is given up. */
  | { readonly do: 'shoot'; readonly shots: readonly Shot[]; readonly patience: number }
  | { readonly do: 'close' }
  | { readonly do: 'look up'; readonly name: string; readonly server: string };

/** `shoot`: the shots that were answered. `close`: the shots that reached this host. `look up`: addresses of the name. */
export interface Report {
  readonly shots?: readonly number[];
  readonly addresses?: readonly string[];
  readonly error?: string;
}

/** Milliseconds in which nothing must come before it is said that nothing comes. */
const quiet = 250;

const listening: (Server | Datagrams)[] = [];
const connections = new Set<Socket>();
let reached: number[] = [];

for await (const line of createInterface(process.stdin)) {
  const report = await obey(JSON.parse(line) as Order).catch((error: Error): Report => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
process.exit();

async function obey(order: Order): Promise<Report> {
  switch (order.do) {
    case 'listen':
      reached = [];
      await Promise.all([...order.tcp.map(answerConnections), ...order.udp.map(([address, port]) => answerDatagrams(address, port))]);
      return {};
    case 'shoot':
      return { shots: await shoot(order.shots, order.patience) };
    case 'close':
      for (const each of listening.splice(0)) each.close();
      for (const each of connections) each.resetAndDestroy();
      return { shots: reached };
    case 'look up': {
      const resolver = new dns.Resolver({ timeout: 1000, tries: 1 });
      resolver.setServers([order.server]);
      const kinds = [resolver.resolve4(order.name), resolver.resolve6(order.name)];
      const answers = await Promise.allSettled(kinds);
      return { addresses: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])) };
    }
    default:
      throw new Error(`no such order: ${order satisfies never}`);
  }
}

async function answerConnections(port: number): Promise<void> {
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      reached.push(Number(data.toString()));
      socket.write(data);
    });
  });
  listening.push(server);
  server.listen({ port, host: '::', backlog: 4096 });
  await once(server, 'listening');
}

async function answerDatagrams(address: string, port: number): Promise<void> {
  const socket = datagrams(address);
  listening.push(socket);
  socket.on('message', (data, { port: at, address: to }) => {
    reached.push(Number(data.toString()));
    socket.send(data, at, to, () => undefined);
  });
  socket.bind({ address, port, exclusive: true });
  await once(socket, 'listening');
}

/** All shots, a few at a time, so that no queue on the way overflows; resolves to those that were answered. */
async function shoot(shots: readonly Shot[], patience: number): Promise<number[]> {
  const answered: number[] = [];
  const open = new Map<number, () => void>();
  let [awaited, slowest, last, progress] = [shots.filter((shot) => shot.awaited).length, 0, performance.now(), performance.now()];
  for (const [at, shot] of shots.entries()) {
    if (at % 40 === 39) await wait(1);
    const start = performance.now();
    [last, progress] = [start, start];
    const end = (isAnswered: boolean) => {
      const close = open.get(shot.id);
      if (!close) return;
      open.delete(shot.id);
      close();
      if (shot.awaited) awaited -= 1;
      if (!isAnswered) return;
      progress = performance.now();
      slowest = Math.max(slowest, progress - start);
      answered.push(shot.id);
    };
    open.set(shot.id, shot.transport === 'tcp' ? connection(shot, end) : datagram(shot, end));
  }
  const isOver = () => {
    const now = performance.now();
    if (awaited > 0 && now - progress < patience) return false;
    // A machine that is slow to answer is slow to let pass what it should not.
    return open.size === 0 || now - last > Math.max(quiet, 3 * slowest);
  };
  while (!isOver()) await wait(5);
  for (const close of open.values()) close();
  open.clear();
  return answered;
}

/** Says once whether the shot was answered; what it returns gives the shot up. */
function connection({ id, from, fromPort, to, toPort }: Shot, end: (isAnswered: boolean) => void): () => void {
  const socket = connect({
    host: to,
    port: toPort,
    localAddress: from,
    ...(fromPort > 0 && { localPort: fromPort }),
    autoSelectFamily: false,
    noDelay: true,
  });
  socket.on('connect', () => socket.write(`${id}`));
  socket.on('data', (data) => end(data.toString() === `${id}`));
  socket.on('error', () => end(false));
  socket.on('close', () => end(false));
  // One that is still connecting would be reset only once it is connected, and go on trying until then.
  return () => (socket.connecting ? socket.destroy() : socket.resetAndDestroy());
}

function datagram({ id, from, fromPort, to, toPort }: Shot, end: (isAnswered: boolean) => void): () => void {
  const socket = datagrams(from);
  let isOpen = true;
  socket.on('error', () => end(false));
  socket.on('message', (data) => end(data.toString() === `${id}`));
  socket.bind({ address: from, port: fromPort, exclusive: true }, () => {
    if (!isOpen) return;
    socket.connect(toPort, to, (error?: Error) => {
      if (!isOpen) return;
      if (error) end(false);
      else socket.send(`${id}`, (failure) => failure && end(false));
    });
  });
  return () => {
    isOpen = false;
    socket.close();
  };
}

/** A socket that takes addresses as they are, without asking the resolver. */
function datagrams(address: string): Datagrams {
  return createSocket({
    type: isIPv6(address) ? 'udp6' : 'udp4',
    reuseAddr: true,
    lookup: (host, _options, done) => process.nextTick(done, null, host, isIPv6(host) ? 6 : 4),
  });
}

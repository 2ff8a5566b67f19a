/**
 * Servers on a host of the lab, as one process: each line on its standard input is an order to serve something, and is answered by a
 * line once all of it is served. It ends when its input ends, so it cannot outlive who started it.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer } from 'node:tls';
import type { Transport } from '#dataset/schema.ts';
import type { Speech } from '#kit/probe.ts';

/** Something that listens at an address and a port, and answers what is said there. */
export interface Service {
  readonly address: string;
  readonly transport: Transport;
  readonly port: number;
  readonly speech: Speech;
  /** What a web server answers; 200 without it. */
  readonly status?: number;
  /** Of a server that speaks TLS: its certificate and key, as PEM. */
  readonly identity?: { readonly cert: string; readonly key: string };
}

for await (const line of createInterface(process.stdin)) {
  const services = JSON.parse(line) as readonly Service[];
  const words = await Promise.all(services.map(serve)).then(
    () => 'ready',
    (error: Error) => error.message,
  );
  process.stdout.write(`${words}\n`);
}
process.exit();

function serve(service: Service): Promise<unknown> {
  return service.transport === 'udp' ? serveDatagrams(service) : serveConnections(service);
}

async function serveDatagrams({ address, port, speech }: Service): Promise<void> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', reuseAddr: true });
  socket.on('message', (query, { address: to, port: at }) => {
    const answer = speech === 'dns' ? dnsAnswer(query) : speech === 'ntp' ? ntpAnswer() : query;
    socket.send(answer, at, to, () => undefined);
  });
  socket.bind({ address, port, exclusive: true });
  await once(socket, 'listening');
}

async function serveConnections({ address, port, speech, status = 200, identity }: Service): Promise<void> {
  const web = `HTTP/1.1 ${status} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
  const answer = (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      if (speech === 'http' || speech === 'https') socket.end(web);
      if (speech === 'dns') socket.write(framed(dnsAnswer(data.subarray(2))));
    });
  };
  const isSecure = speech === 'tls' || speech === 'perhaps-tls' || speech === 'https';
  const server = isSecure ? createTlsServer({ ...identity }, answer) : createServer(answer);
  server.on('tlsClientError', () => undefined);
  server.listen({ host: address, port });
  await once(server, 'listening');
}

/** No such name (RFC 1035, section 4.1.1), whatever is asked: what names stand for, the hosts of the lab read elsewhere. */
function dnsAnswer(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer[2] = 0x81;
  answer[3] = 0x83;
  // A client may add records of its own to its question, as EDNS is one.
  answer.writeUInt16BE(0, 10);
  return answer.subarray(0, questionEnd(answer));
}

function questionEnd(message: Buffer): number {
  let at = 12;
  while (message[at]) at += 1 + (message[at] ?? 0);
  return at + 5;
}

/** As DNS goes over TCP: its length stands before a message (RFC 1035, section 4.2.2). */
function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
}

/** A server of stratum 2 (RFC 5905, section 7.3). */
function ntpAnswer(): Buffer {
  const answer = Buffer.alloc(48);
  answer[0] = 0x24;
  answer[1] = 2;
  return answer;
}

/** The test scripts, run in the lab: servers for all that they try, machines that they run on, and what they report. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Zone } from '#dataset/schema.ts';
import type { Side } from '#kit/probe.ts';
import { type Report, toReport } from '#kit/report.ts';
import { find } from '../chromium.mjs';
import { familyOf, homeOf, type Lab, type Leg, routerAddress } from './lab/lab.ts';
import type { Service } from './lab/services.ts';

/** What the scripts run, and what makes certificates for the lab. */
export const kitNeeds = {
  packages: ['bash', 'libc-bin', 'coreutils', 'openssl'],
  programs: ['bash', 'getent', 'timeout', 'openssl'],
} as const;

/** The address of every name that is tried, by family; those of a target that is given are its own. */
export type Addresses = ReadonlyMap<string, readonly string[]>;

/** The servers that the probes of all sides need, each once. */
export function servicesFor(sides: readonly Side[], addresses: Addresses): Service[] {
  const services = sides
    .flatMap(({ probes }) => probes)
    .flatMap(({ target, transport, port, speech }) =>
      (target === null ? [] : (addresses.get(target) ?? [target])).map((address): Service => ({ address, transport, port, speech })),
    );
  return [...new Map(services.map((service) => [`${service.transport} ${service.address} ${service.port}`, service])).values()];
}

const program = fileURLToPath(new URL('./lab/services.ts', import.meta.url));

/** Has the hosts of the lab serve something for as long as `use` takes. */
export async function withServices<T>(lab: Lab, services: readonly Service[], use: () => Promise<T>): Promise<T> {
  const running = [...Map.groupBy(services, ({ address }) => homeOf(address))].map(([leg, own]) => ({
    own,
    child: lab.host(leg).start(process.execPath, ['--disable-warning=ExperimentalWarning', program]),
  }));
  try {
    await Promise.all(
      running.map(async ({ own, child }) => {
        if (!child.stdin || !child.stdout || !child.stderr) throw new Error('a process without its streams');
        const errors = readAll(child.stderr);
        child.stdin.on('error', () => undefined);
        child.stdin.write(`${JSON.stringify(own)}\n`);
        const [said] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'close')]);
        if (said === 'ready') return;
        child.kill();
        throw new Error(`the servers of the lab do not start: ${said}\n${await errors}`);
      }),
    );
    return await use();
  } finally {
    await Promise.all(
      running.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const closed = once(child, 'close');
        child.kill();
        await closed;
      }),
    );
  }
}

/** Where the zones lie in the lab. */
const legOf = { internet: 'outside', peers: 'outside', dmz: 'gateway', lan: 'inside', management: 'inside' } as const satisfies Record<
  Zone,
  Leg
>;

/** How a script is run. */
export interface Run {
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The addresses that its machine has, one of a family; those of the side itself where it has some. */
  readonly from?: readonly string[];
}

/** What a script has said and how it ended. */
export interface Said {
  readonly status: number | null;
  readonly report: Report;
}

/** Runs a script in the place of its side, with nothing on its PATH but what it says that it takes, and reads its report. */
export async function runScript(
  lab: Lab,
  side: Side,
  text: string,
  { words = [], env = {}, from = side.addresses }: Run = {},
): Promise<Said> {
  const host = lab.host(legOf[side.zone]);
  for (const address of from) await setSource(lab, legOf[side.zone], address);
  const variables = Object.entries({ ...env, PATH: tools() }).map(([name, value]) => `${name}=${value}`);
  const { status, output, errors } = await host.run('env', [...variables, 'bash', '-s', '--', '--json', ...words], { input: text });
  const read = toReport(output);
  if (errors !== '' || 'problem' in read)
    throw new Error(`the script of ${side.id} ended with ${status}\n${errors}${'problem' in read ? read.problem : ''}`);
  return { status, report: read.report };
}

/** Has a host use an address of its network for what it opens itself; one of IPv6 has to be an interface's own for that. */
async function setSource(lab: Lab, leg: Leg, address: string): Promise<void> {
  const family = familyOf(address);
  const ip = (...words: string[]) => lab.host(leg).must('ip', [family === 'ipv4' ? '-4' : '-6', ...words]);
  // Without a look for others who have it, which takes its time (RFC 4862, section 5.4).
  await ip('address', 'replace', address, 'dev', 'lo', ...(family === 'ipv6' ? ['nodad'] : []));
  await ip('route', 'replace', 'default', 'via', routerAddress(leg, family), 'src', address);
}

/** Has a host look up names in a list, and ask a server that knows none for all others. */
export function knowNames(lab: Lab, leg: Leg, names: Addresses, server: string): void {
  const folder = join('/etc/netns', lab.host(leg).name);
  mkdirSync(folder, { recursive: true });
  const lines = [...names].flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}`));
  writeFileSync(join(folder, 'hosts'), [...lines, ''].join('\n'));
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${server}\noptions timeout:1 attempts:1\n`);
}

let toolsFolder: string | undefined;

/** A folder with the programs that the scripts say they take: bash, those of coreutils, getent and openssl. */
function tools(): string {
  if (toolsFolder !== undefined) return toolsFolder;
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-tools-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['bash', 'cat', 'dd', 'getent', 'head', 'od', 'openssl', 'timeout', 'tr']) {
    const path = find([name]);
    if (path === undefined) throw new Error(`${name} is missing`);
    symlinkSync(path, join(folder, name));
  }
  toolsFolder = folder;
  return folder;
}

/** A certificate for some names, with its key; `issuer` signs it, or it signs itself. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate, which is good for a day. */
export function toIdentity(subject: string, names: readonly string[], issuer?: Identity): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-identity-'));
  try {
    const file = (name: string) => join(folder, name);
    if (issuer) for (const [name, text] of Object.entries(issuer)) writeFileSync(file(`issuer-${name}`), text);
    const { status, stderr } = spawnSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', `/CN=${subject}`],
        ...(names.length > 0 ? ['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`] : []),
        ...(issuer ? ['-CA', file('issuer-cert'), '-CAkey', file('issuer-key'), '-addext', 'basicConstraints=critical,CA:FALSE'] : []),
        ...['-keyout', file('key'), '-out', file('cert')],
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`openssl: ${stderr}`);
    return { cert: readFileSync(file('cert'), 'utf8'), key: readFileSync(file('key'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

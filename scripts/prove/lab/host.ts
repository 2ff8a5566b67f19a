/** A host of the lab: a network namespace, and the process in it that listens and sends probes. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './agent.ts';
import { type Namespace, toNamespace } from './namespace.ts';

export interface Host extends Namespace {
  /** Gives the process an order, one at a time, and resolves to its report; what goes wrong there throws here. */
  tell(order: Order): Promise<Report>;
  /** Ends the process. */
  end(): Promise<void>;
}

const agent = fileURLToPath(new URL('./agent.ts', import.meta.url));

/** The host in the namespace of this name, which exists. */
export function toHost(name: string): Host {
  const namespace = toNamespace(name);
  const child = namespace.start(process.execPath, ['--disable-warning=ExperimentalWarning', agent]);
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('a process without its streams');
  const closed = once(child, 'close');
  const errors = text(stderr);
  const reports = createInterface(stdout)[Symbol.asyncIterator]();
  stdin.on('error', () => undefined);
  return {
    ...namespace,
    async tell(order) {
      stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = await reports.next();
      if (done) throw new Error(`the process in ${name} has ended\n${await errors}`);
      const report = JSON.parse(value) as Report;
      if (report.error !== undefined) throw new Error(`in ${name}: ${order.do}: ${report.error}`);
      return report;
    },
    async end() {
      stdin.end();
      await closed;
    },
  };
}

/** A text under trial: what it was made from, what runs it, and what comes of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Environment } from '#rules/environment.ts';
import type { Platform } from '#rules/platform.ts';
import type { Rules } from '#rules/to-rules.ts';
import type { Lab } from './lab/lab.ts';
import type { Namespace } from './lab/namespace.ts';
import type { Job, Loader } from './loader.ts';

/** A text, what runs it, and what it was made from. */
export interface Trial {
  /** For reports. */
  readonly name: string;
  readonly platform: Platform;
  readonly loader: Loader;
  readonly rules: Rules;
  /** Id of the alternative form; undefined for the plain one. */
  readonly form?: string | undefined;
  readonly flows: readonly ReleaseFlow[];
  readonly environment: Environment;
  /** Whether a resolver fills the sets of the text during the trial, which then is about names only. */
  readonly isLearning?: boolean;
}

export interface Verdict {
  /** Packets and transfers of files, and how many of them fared as they should. */
  readonly probes: number;
  readonly passed: number;
  /** Those that did not, in words. */
  readonly failures: readonly string[];
  /** Ids of the flows of which something has to pass. */
  readonly flows: readonly string[];
  readonly seconds: { readonly control: number; readonly load: number; readonly probes: number };
}

/** Brings a text into force for as long as `use` takes, and puts a namespace without rules in the place of the one that had them. */
export async function underRules<T>(
  lab: Lab,
  { loader, rules, form, environment }: Pick<Trial, 'loader' | 'rules' | 'form' | 'environment'>,
  addresses: Job['addresses'],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const isHost = environment.vantage === 'host';
  const firewall: Namespace = isHost ? lab.host('gateway') : lab.firewall;
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-'));
  let end = async () => {};
  try {
    const vantage = isHost ? 'host' : 'edge';
    end = await loader.load(firewall, { text: rules.text, ...(form !== undefined && { form }), vantage, addresses, folder });
    // What is known of the control would count as established, and a neighbour that is known need not be found.
    await firewall.must('conntrack', ['-F']);
    if (isHost) await Promise.all([firewall, lab.firewall].map((host) => host.must('ip', ['neigh', 'flush', 'all'])));
    return await use(folder);
  } finally {
    await end();
    await lab.renew(isHost ? 'gateway' : 'firewall');
    await rm(folder, { recursive: true, force: true });
  }
}

import type { Authored, Part } from './authored.ts';
import type { Path } from './source.ts';

/** Where a finding stands: at a value (or its key) of a YAML file, or at a character of a text. */
export type Place = { readonly file: string } & ({ readonly path: Path; readonly what?: 'key' | 'value' } | { readonly offset: number });

/** What a check found wrong, and what to do about it. */
export type Finding = Place & { readonly message: string };

/** A rule between records that no schema of one file can hold; each is a file of `checks/`, named after it. */
export interface Check {
  /** The file's own name, without its ending. */
  readonly name: string;
  /** What it refuses and why, in a sentence. */
  readonly description: string;
  /** Parts that must have been read whole: without them the check would take what did not parse for what does not exist. */
  readonly needs: readonly Part[];
  /** Reports; it neither prints nor throws, and passes over names that do not exist. */
  check(authored: Authored): Finding[];
}

/** A way to write host names in a plain list; each is one file of `lists/`, exporting `notation`. */
export interface Notation {
  /** What its addresses and its page are called: a word in kebab-case, kept for good. */
  readonly id: string;
  /** Whether its lists stand in a folder of that name; those of exact names stand right below the release. */
  readonly folder: boolean;
  readonly title: string;
  /** What its lists hold, in a sentence. */
  readonly holds: string;
  /** What a line lets through that is not printed, in a sentence; null where a line is no wider than the printed name. */
  readonly wider: string | null;
  /** Whether a wildcard's line takes the name below the asterisk too, in a word or two of a table. */
  readonly apex: string;
  /** Programs and platforms that read it, each as in a list of names. */
  readonly readers: readonly string[];
  /** Registered IANA names of the applications whose connections have what its readers match; null where any connection has. */
  readonly onlyFor: readonly string[] | null;
  /** The lines that stand for some names, in any order. */
  readonly lines: (names: Names) => readonly string[];
}

/** Host names as a list needs them, each once. */
export interface Names {
  readonly exact: readonly string[];
  /** What stands below each asterisk: "example.net" for "*.example.net". */
  readonly wildcards: readonly string[];
}

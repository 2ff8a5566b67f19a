/** A program, a schema or a grammar, not of the renderer, that says whether a platform would take a text. */

/** A text to check, with a name for reports. */
export interface Text {
  readonly name: string;
  readonly text: string;
}

export interface Checker {
  /** Id of the platform whose texts it checks. */
  readonly platform: string;
  /** As people name it: "nft", "firewall-offline-cmd". */
  readonly tool: string;
  /** `parser`: the platform's own; `schema`: types or arguments of the platform's makers, or of ours; `grammar`: a strict line grammar of ours. */
  readonly kind: 'parser' | 'schema' | 'grammar';
  /** Debian packages that bring what it runs, and the programs it calls: empty where npm packages suffice. */
  readonly packages: readonly string[];
  readonly programs: readonly string[];
  /** What it does not see, in a sentence for the platform's page. */
  readonly misses: string;
  /** Version of the tool, as in "1.0.6". */
  version(): Promise<string>;
  /** Problems of each text, in their order, none where it is taken. It is given many texts at once, so that a slow start is paid once. */
  check(texts: readonly Text[]): Promise<readonly (readonly string[])[]>;
}

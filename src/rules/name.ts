/** Names of objects, made of a person's prefix and ids of the dataset, in the alphabet and the length that a platform takes. */

/** What a platform takes as a name. */
export interface NameRule {
  /** Longest name in characters. */
  readonly limit: number;
  /** Matches a character that the platform does not take. */
  readonly refused: RegExp;
  /** What joins the parts, and stands for refused characters: "-" or "_". */
  readonly joiner: string;
  /** Stands in front of a name that would not begin with a letter. */
  readonly start?: string;
}

/**
 * A name for the same parts is always the same, in whatever text it stands, and names for different parts differ: one that loses
 * something, because it is too long or has refused characters, ends in a hash of all it should have said.
 */
export type Namer = (...parts: readonly string[]) => string;

/** Makes the names of one text; two wanted names that would become one throw. */
export function namer(rule: NameRule): Namer {
  const refused = new RegExp(rule.refused.source, rule.refused.flags.includes('g') ? rule.refused.flags : `${rule.refused.flags}g`);
  const given = new Map<string, string>();
  const owners = new Map<string, string>();
  return (...parts) => {
    const wanted = parts.join('\n');
    const known = given.get(wanted);
    if (known !== undefined) return known;
    const name = reduced(parts, { ...rule, refused });
    const owner = owners.get(name.toLowerCase());
    if (owner !== undefined) throw new Error(`"${wanted}" and "${owner}" would both be named "${name}"`);
    owners.set(name.toLowerCase(), wanted);
    given.set(wanted, name);
    return name;
  };
}

function reduced(parts: readonly string[], { limit, refused, joiner, start = '' }: NameRule): string {
  // The hyphens of an id are no loss where another sign joins words.
  const wanted = parts.join(joiner).replaceAll('-', joiner);
  const clean = wanted.replace(refused, joiner);
  const name = /^[A-Za-z]/.test(clean) ? clean : start + clean;
  if (name === wanted && name.length <= limit) return name;
  const mark = `${joiner}${hash(parts.join('\n'))}`;
  return `${name.slice(0, limit - mark.length)}${mark}`;
}

/** Seven characters of 0-9 and a-z: FNV-1a over UTF-16 units, run twice with different starts for 36 bits. */
function hash(text: string): string {
  const run = (start: number) => {
    let value = start;
    for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return value;
  };
  return (BigInt(run(0x811c9dc5)) * 65_536n + BigInt(run(0x050c5d1f) & 0xffff)).toString(36).padStart(10, '0').slice(-7);
}

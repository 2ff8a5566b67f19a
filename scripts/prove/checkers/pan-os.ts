/**
 * PAN-OS has no parser outside the device. Its makers publish specifications of what their tools may set; what of them concerns the
 * rules is copied here, and a grammar reads the lines. https://github.com/PaloAltoNetworks/pan-os-codegen/tree/main/specs
 */
import type { Checker } from '../checker.ts';
import { reader } from '../readers/pan-os.ts';

/** What may follow a word: a text, words of a list, a choice, nothing, other words, or the name of an entry and then other words. */
type Node =
  | { readonly text: number }
  | { readonly list: true }
  | { readonly choice: readonly string[] }
  | { readonly nothing: true }
  | { readonly words: Readonly<Record<string, Node>> }
  | { readonly name: number; readonly words: Readonly<Record<string, Node>> };

const yesOrNo = { choice: ['yes', 'no'] } as const;
const list = { list: true } as const;
const text = (longest: number): Node => ({ text: longest });
const override = { 'disable-override': yesOrNo } as const;

const ports = { port: text(1023), 'source-port': text(1023) };

/** What security and decryption rules have in common. */
const rule = {
  description: text(1024),
  'group-tag': text(127),
  'log-setting': text(63),
  disabled: yesOrNo,
  'negate-destination': yesOrNo,
  'negate-source': yesOrNo,
  ...Object.fromEntries(
    ['category', 'destination', 'destination-hip', 'from', 'service', 'source', 'source-hip', 'source-user', 'tag', 'to'].map((each) => [
      each,
      list,
    ]),
  ),
};

/** The commands behind "set", for a firewall; lengths of names are from the pages of the objects and of the rules. */
const commands: Node = {
  words: {
    // https://docs.paloaltonetworks.com/network-security/security-policy/administration/objects/tags
    tag: {
      name: 127,
      words: { comments: text(1023), color: { choice: Array.from({ length: 42 }, (_, at) => `color${at + 1}`) }, ...override },
    },
    // https://docs.paloaltonetworks.com/content/techdocs/en_US/network-security/security-policy/administration/objects/addresses/address-objects-fields.html
    address: {
      name: 63,
      words: {
        'ip-netmask': text(63),
        'ip-range': text(127),
        'ip-wildcard': text(63),
        fqdn: text(255),
        description: text(1023),
        tag: list,
        ...override,
      },
    },
    'address-group': {
      name: 63,
      words: { static: list, dynamic: { words: { filter: text(2047) } }, description: text(1023), tag: list, ...override },
    },
    service: {
      name: 63,
      words: {
        protocol: { words: { tcp: { words: ports }, udp: { words: ports } } },
        description: text(1023),
        tag: list,
        ...override,
      },
    },
    // https://docs.paloaltonetworks.com/pan-os/10-1/pan-os-admin/policy/security-policy/components-of-a-security-policy-rule
    rulebase: {
      words: {
        security: {
          words: {
            rules: {
              name: 63,
              words: {
                ...rule,
                action: { choice: ['deny', 'allow', 'drop', 'reset-client', 'reset-server', 'reset-both'] },
                application: list,
                'icmp-unreachable': yesOrNo,
                'log-end': yesOrNo,
                'log-start': yesOrNo,
                'rule-type': { choice: ['universal', 'intrazone', 'interzone'] },
              },
            },
          },
        },
        decryption: {
          words: {
            rules: {
              name: 63,
              words: {
                ...rule,
                action: { choice: ['no-decrypt', 'decrypt', 'decrypt-and-forward'] },
                'log-fail': yesOrNo,
                'log-success': yesOrNo,
                profile: text(255),
                type: { words: { 'ssh-proxy': { nothing: true }, 'ssl-forward-proxy': { nothing: true } } },
              },
            },
          },
        },
      },
    },
  },
};

export const checkers: readonly Checker[] = [
  {
    platform: 'pan-os',
    tool: 'pan-os-codegen (copied by hand)',
    kind: 'schema',
    packages: [],
    programs: [],
    misses: 'It knows attributes, choices and lengths, not what a firewall makes of them: references and addresses it does not check.',
    version: async () => '9920a6f',
    check: async (texts) => texts.map(({ text: rules }) => problemsOf(() => checkWords(rules))),
  },
  {
    platform: 'pan-os',
    tool: 'a line grammar of ours',
    kind: 'grammar',
    packages: [],
    programs: [],
    misses: 'It is as strict as we know PAN-OS to be, and no firewall has seen the text.',
    version: async () => '1',
    check: async (texts) => texts.map(({ text: rules }) => problemsOf(() => reader(rules))),
  },
];

function problemsOf(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function checkWords(rules: string): void {
  for (const [at, line] of rules.split('\n').entries()) {
    try {
      if (line !== '') follow(wordsOf(line), { words: { set: commands } });
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
}

/** Words, texts between double quotes, and brackets; anything else throws. */
function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|[^\s"]+/g) ?? [];
  if (words.join(' ') !== line) throw new Error('is not words with a space between them');
  return words;
}

function follow([word, ...rest]: readonly string[], node: Node): void {
  if ('nothing' in node) {
    if (word !== undefined) throw new Error(`takes nothing more, so no ${word}`);
    return;
  }
  if (word === undefined) throw new Error('ends too early');
  if ('name' in node) {
    if (bare(word).length > node.name) throw new Error(`has a name longer than ${node.name} characters`);
    follow(rest, { words: node.words });
  } else if ('words' in node) {
    const next = Object.hasOwn(node.words, word) ? node.words[word] : undefined;
    if (!next) throw new Error(`"${word}" is none of ${Object.keys(node.words).join(', ')}`);
    follow(rest, next);
  } else if ('list' in node) {
    const isBracketed = word === '[' && rest.at(-1) === ']' && rest.length > 1;
    if (isBracketed ? rest.slice(0, -1).some(isBracket) : isBracket(word) || rest.length > 0) throw new Error('has no list');
  } else if (rest.length > 0) {
    throw new Error('has more than one value');
  } else if ('choice' in node ? !node.choice.includes(word) : isBracket(word) || bare(word).length > node.text) {
    throw new Error('choice' in node ? `"${word}" is none of ${node.choice.join(', ')}` : 'is too long, or no text');
  }
}

const isBracket = (word: string): boolean => word === '[' || word === ']';

const bare = (word: string): string => word.replace(/^"(.*)"$/, '$1');

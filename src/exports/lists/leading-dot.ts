import type { Notation } from '#exports/notation.ts';

/** "example.net" for that name alone, ".example.net" for it and all below. */
export const notation = {
  id: 'leading-dot',
  folder: true,
  title: 'Leading dots',
  holds:
    'All names: exact ones as printed, wildcards with a dot in place of the asterisk. A name below one of those dots has no line of its own.',
  wider: 'A line with a dot takes the name below it too: .example.net is example.net and all names below. That name is not printed.',
  apex: 'yes',
  readers: ['Squid', 'AWS Network Firewall'],
  // Squid will not start where a line is covered by another one (src/acl/DomainData.cc: "You need to remove").
  onlyFor: null,
  lines: ({ exact, wildcards }) => {
    const below = (name: string) => wildcards.some((domain) => name.endsWith(`.${domain}`));
    return [
      ...exact.filter((name) => !below(name) && !wildcards.includes(name)),
      ...wildcards.filter((domain) => !below(domain)).map((domain) => `.${domain}`),
    ];
  },
} satisfies Notation;

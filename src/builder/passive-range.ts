/** The passive range of FTP servers, as a person types it. */
import type { PortRange } from '#dataset/schema.ts';

/** A range "50000-50099" or a single port, or what is wrong with it and what to type; null where nothing is typed. */
export function readPassive(text: string): PortRange | { readonly message: string } | null {
  const typed = text.trim();
  if (typed === '') return null;
  const match = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(typed);
  if (!match) return { message: 'is no range of ports: write it as 50000-50099' };
  const [, first = '', last = first] = match;
  if ([first, last].some((port) => /^0\d/.test(port))) return { message: 'has a leading zero: leave it out' };
  const [from, to] = [Number(first), Number(last)];
  if (from > 65_535 || to > 65_535) return { message: 'has a port above 65535, which is the highest there is' };
  if (from > to) return { message: `is reversed: write ${to}-${from}` };
  if (from < 1024) return { message: 'is below 1024: a passive range lies above the well-known ports' };
  return { from, to };
}

/** The wildcards above a host name that stand for it, the narrowest first: "*.b.example" and "*.example" of "a.b.example". */
export const wildcardsAbove = (name: string): string[] => [...name.matchAll(/\./g)].map(({ index }) => `*${name.slice(index)}`);

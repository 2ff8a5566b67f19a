/** Records that no name means. While some name means no record, it may be one of these misspelt, and none is called unused. */
export function unusedAmong<T extends { readonly id: string }>(records: readonly T[], names: readonly string[]): T[] {
  const known = new Set(records.map(({ id }) => id));
  return names.every((name) => known.has(name)) ? records.filter(({ id }) => !names.includes(id)) : [];
}

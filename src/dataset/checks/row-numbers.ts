import type { Check } from '#dataset/check.ts';

/** A row that is missing, or counted twice, was lost or copied twice. */
export const check = {
  name: 'row-numbers',
  description: 'The rows of a release are numbered from 1, each number once and none left out.',
  needs: [],
  check: ({ releases, at }) =>
    releases.flatMap(({ rows }) =>
      rows.flatMap((row, index) => {
        const above = rows[index - 1]?.row ?? 0;
        if (row.row === above + 1 || row.row === index + 1) return [];
        const place = at(row, 'row');
        if (row.row === above) return [{ ...place, message: `row ${row.row} stands twice: number the rows as they stand in the table` }];
        if (row.row < above)
          return [{ ...place, message: `row ${row.row} stands below row ${above}: put the rows in the order of the table` }];
        const lost = row.row - 1 === above + 1 ? `row ${above + 1} is` : `rows ${above + 1} to ${row.row - 1} are`;
        return [{ ...place, message: `${lost} missing before row ${row.row}: add what the table prints, or correct the number` }];
      }),
    ),
} satisfies Check;

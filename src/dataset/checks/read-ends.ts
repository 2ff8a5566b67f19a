import type { Check } from '#dataset/check.ts';

/** What a release does not print is judged by how far its copy was read. */
export const check = {
  name: 'read-ends',
  description: 'A copy was read to the port of its last row, and some release was read to the end of its table.',
  needs: ['releases'],
  check: ({ releases, at }) => [
    ...releases.flatMap((release) => {
      const last = release.rows.at(-1);
      return last === undefined || Number(last.port) === release.readTo.port
        ? []
        : [
            {
              ...at(release, 'readTo', 'port'),
              message: `the copy is said to end at port ${release.readTo.port}, and its last row is of port ${last.port}: write ${last.port}, or add the missing rows`,
            },
          ];
    }),
    ...(releases.some(({ readTo }) => readTo.end)
      ? []
      : releases.slice(-1).map((release) => ({
          ...at(release, 'readTo'),
          message: 'no release is known to its end, so there is no default release: write "end: true" where a whole table was read',
        }))),
  ],
} satisfies Check;

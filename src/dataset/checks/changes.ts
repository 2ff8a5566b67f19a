import type { Check } from '#dataset/check.ts';

/** The change feed and the dataset's version are the same history told twice. */
export const check = {
  name: 'changes',
  description: 'Changes stand newest first, and the newest is the version of product.yaml.',
  needs: [],
  check: ({ product, changes, at }) => {
    const [newest] = changes;
    const behind = product && newest && newest.dataset !== product.dataset;
    return [
      ...(behind
        ? [
            {
              ...at(newest, 'dataset'),
              message: `the newest change is of ${newest.dataset}, and the dataset in product.yaml of ${product.dataset}: say here what changed, or put the version right there`,
            },
          ]
        : []),
      ...changes.flatMap((change, index) => {
        const above = changes[index - 1];
        return above && change.dataset > above.dataset
          ? [
              {
                ...at(change, 'dataset'),
                message: `${change.dataset} stands below the older ${above.dataset}: put the newest change first`,
              },
            ]
          : [];
      }),
    ];
  },
} satisfies Check;

import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, it } from 'vitest';
import { remarkAddress } from './remark-address.ts';

const codeIn = async (markdown: string, address: string) => {
  const processor = unified().use(remarkParse).use(remarkAddress, address);
  const tree = await processor.run(processor.parse(markdown));
  return JSON.stringify(tree);
};

it('puts the address of the site into blocks of code, wherever they stand', async () => {
  const block = (address: string) => `\`\`\`sh\ncurl ${address}lists/all.txt ${address}\n\`\`\``;
  const tree = await codeIn(
    `${block('https://ports.example.net/')}\n\n> ${block('https://ports.example.net/').replaceAll('\n', '\n> ')}`,
    'https://a.example/b/$&/',
  );
  expect(tree).not.toContain('ports.example.net');
  expect(tree.match(/https:\/\/a\.example\/b\/\$&\/lists\/all\.txt https:\/\/a\.example\/b\/\$&\//g)).toHaveLength(2);
});

it('leaves prose, links and other addresses as they are', async () => {
  const markdown = 'See https://ports.example.net/ and [it](https://ports.example.net/).\n\n```\nhttps://ports.example.network/\n```';
  expect(await codeIn(markdown, 'https://a.example/')).not.toContain('a.example/');
});

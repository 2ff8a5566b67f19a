import { describe, expect, it } from 'vitest';
import { type HclBlock, hclFile, hclNames, hclText, hclVariable } from './hcl.ts';

describe('a text', () => {
  it.each([
    ['plain', '"plain"'],
    ['say "hi"', String.raw`"say \"hi\""`],
    [String.raw`back\slash`, String.raw`"back\\slash"`],
    ['$' + '{var.x} and %{if}', '"$$' + '{var.x} and %%{if}"'],
    // What stands before an escaped expression does not undo it.
    ['$$' + '{x}', '"$$$' + '{x}"'],
    ['100 % of $5', '"100 % of $5"'],
    ['two\nlines\u202e', '"two lines"'],
    ['Büro → “x”', String.raw`"Buro to \"x\""`],
  ])('is quoted: %j', (text, quoted) => {
    expect(hclText(text)).toBe(quoted);
  });
});

describe('a block', () => {
  const fileOf = (block: HclBlock) => hclFile(['Head'], [block]);

  it('has its signs of equality below each other, and its blocks apart', () => {
    expect(
      fileOf({
        comment: ['What it is'],
        head: ['resource', 'a_rule', 'one'],
        attributes: [
          ['name', 'x'],
          ['priority', { expression: 'var.first + 3' }],
          ['port', 25],
          ['list', ['a', 'b']],
        ],
        blocks: [{ head: ['match'], attributes: [['ports', ['25']]], blocks: [{ head: ['inner'], attributes: [['a', 1]] }] }],
      }),
    ).toBe(`# Head

# What it is
resource "a_rule" "one" {
  name     = "x"
  priority = var.first + 3
  port     = 25
  list     = ["a", "b"]

  match {
    ports = ["25"]

    inner {
      a = 1
    }
  }
}
`);
  });

  it('breaks a long list, which then stands for itself', () => {
    const long = Array.from({ length: 12 }, (_, at) => `203.0.113.${at}/32`);
    const lines = fileOf({
      head: ['resource'],
      attributes: [
        ['a', 1],
        ['some_networks', long],
        ['bcd', 2],
        ['e', 3],
      ],
    }).split('\n');
    expect(lines.slice(2, 6)).toEqual(['resource {', '  a = 1', '  some_networks = [', '    "203.0.113.0/32",']);
    expect(lines.slice(-5)).toEqual(['  ]', '  bcd = 2', '  e   = 3', '}', '']);
  });

  it('lets no comment go on into a statement', () => {
    const text = fileOf({ comment: ['x\nresource "a" "b" {'], head: ['resource'], attributes: [] });
    expect(text.split('\n').filter((line) => line.startsWith('resource'))).toEqual(['resource {']);
  });
});

it('asks for a variable with a condition', () => {
  expect(hclFile([], [hclVariable('seg_x', 'number', 'What it is.', { condition: 'var.seg_x >= 1', message: 'Give a number.' })])).toBe(`

variable "seg_x" {
  description = "What it is."
  type        = number

  validation {
    condition     = var.seg_x >= 1
    error_message = "Give a number."
  }
}
`);
});

it('names what a module has in common without a sign that ends a name', () => {
  expect(hclNames()('seg', 'dns-queries', '2001_db8__1_128')).toBe('seg_dns_queries_2001_db8__1_128');
  expect(hclNames()('9 x"', 'a')).toMatch(/^p9_x__a_[0-9a-z]{7}$/);
});

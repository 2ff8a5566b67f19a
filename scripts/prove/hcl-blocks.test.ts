import { describe, expect, it } from 'vitest';
import { readBlocks } from './hcl-blocks.ts';

const good = `# Head
#
# - more

# What it is
resource "a_rule" "one" {
  name     = "x \\"y\\" \\\\ $\${z} %%{z} 5 % $"
  port     = 25
  priority = var.first + 3
  list     = ["a", "b"]
  long = [
    "c",
  ]

  match {
    ports = ["25"]
  }
}
`;

it('reads blocks, values and the comment above', () => {
  const [block] = readBlocks(good);
  expect(block?.head).toEqual(['resource', 'a_rule', 'one']);
  expect(block?.comment).toEqual(['What it is']);
  expect(block?.line).toBe(6);
  expect([...(block?.attributes ?? [])]).toEqual([
    ['name', `x "y" \\ $${'{z}'} %{z} 5 % $`],
    ['port', 25],
    ['priority', { expression: 'var.first + 3' }],
    ['list', ['a', 'b']],
    ['long', ['c']],
  ]);
  expect(block?.blocks.map(({ head }) => head)).toEqual([['match']]);
});

describe('refuses', () => {
  it.each([
    ['  port     = 25\n', '  port     = 25\n  port     = 26\n', 'line 9: says "port" twice'],
    ['  port     = 25', '   port    = 25', 'line 8: is not indented as its block'],
    ['  port     = 25', '  port     = 25 ', 'line 8: is not indented as its block'],
    ['  port     = 25', '  port     = 025', 'line 8: has a value that no rule needs'],
    ['  port     = 25', `  port     = "$${'{var.x}'}"`, 'line 8: has a value that no rule needs'],
    ['  port     = 25', '  port     = file("/etc/passwd")', 'line 8: has a value that no rule needs'],
    ['  port     = 25', '  port     = "a"b"', 'line 8: has a value that no rule needs'],
    ['  port     = 25', '  port     = "a" # b', 'line 8: has a value that no rule needs'],
    ['  port     = 25', '  dynamic "x" {', 'line 9: is not indented as its block'],
    ['  port     = 25', '  // port', 'line 8: is no line of a block'],
    ['    "c",\n', '    c,\n', 'line 11: is a list with something else than texts in it'],
    ['  ]\n', '', 'line 11: is not indented as its block'],
    ['    ports = ["25"]\n  }\n}\n', '    ports = ["25"]\n  }\n', 'the text ends inside a block'],
    ['    ports = ["25"]\n  }\n}\n', '    ports = ["25"]\n  }\n}\n}\n', 'line 19: closes what is not open'],
    ['# Head', 'name = "x"', 'an attribute stands outside of all blocks'],
    ['# Head', '# H\u00e9ad', 'holds a character that is no printable ASCII'],
    ['# Head', '/* Head */', 'line 1: is no line of a block'],
    ['    ports = ["25"]\n  }\n}\n', '    ports = ["25"]\n  }\n}', 'the last line has no end'],
  ])('%j as %j', (from, to, message) => {
    expect(good.split(from).length).toBe(2);
    expect(() => readBlocks(good.replace(from, () => to))).toThrow(message);
  });
});

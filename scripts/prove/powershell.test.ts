import { expect, it } from 'vitest';
import { powershellProblems } from './powershell.ts';

it('takes what the language takes, and what is listed', async () => {
  const text = `# A comment.
param([switch]$Json, [string[]]$Target = @())
function Get-One($name) { 'it''s {0}' -f $name }
foreach ($entry in @($Target | Where-Object { $_ })) { Get-One $entry }
$client = [System.Net.Sockets.TcpClient]::new()
try { $client.Close() } catch { exit 1 }
[ordered]@{ kit = 1; results = @() } | ConvertTo-Json -Depth 4
`;
  expect(await powershellProblems(text)).toEqual([]);
});

it.each([
  ["'abc", `1:1: is not understood: "'abc"`],
  ['@{ a = 1', '1:1: is not understood: "@{ a = 1"'],
  ["foreach ($p inn 'a') { 1 }", '1:15: the command n is not in the list'],
  ["'a \u2014 b'", 'character 4 is none of ASCII, or no line end of one character'],
  ["'a'\r\n'b'", 'character 4 is none of ASCII, or no line end of one character'],
  ['iex $x', '1:1: the command iex is not in the list'],
  ['"$(Remove-Item x)"', '1:4: the command Remove-Item is not in the list'],
  ['& $x', '1:1: calls what stands in a variable or a block: "& $x"'],
  ['. ./x.ps1', '1:1: calls what stands in a variable or a block: ". ./x.ps1"'],
  ['1 | ConvertTo-Json -Compress', '1:5: -Compress of ConvertTo-Json is not in the list'],
  ['function Get-One { 1 }; Get-One -All', '1:25: Get-One takes no -All'],
  ['[System.IO.File]::Delete($x)', '1:2: the type System.IO.File is not in the list'],
  ['[int]::Parse($x)', '1:1: [int]::Parse is not in the list'],
  ['$x::Parse(1)', '1:1: $x::Parse is not in the list'],
  ['$x.Delete()', '1:1: the method Delete is not in the list'],
  ['{ 1 }.Invoke()', '1:1: the method Invoke is not in the list'],
  ['1 > x', '1:3: writes where nobody looks: "> x"'],
])('refuses %j', async (text, problem) => {
  expect(await powershellProblems(text)).toContain(problem);
});

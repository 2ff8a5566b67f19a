/**
 * What a PowerShell script of ours may be: a text that the grammar of the language takes whole, and that calls nothing but what is
 * listed here. The grammar is lenient, so that what it misreads shows as a command that nobody has listed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** Commands of PowerShell itself, with the parameters that they are given here. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'ConvertTo-Json': ['-Depth'],
  'ForEach-Object': [],
  'Select-Object': ['-First'],
  'Where-Object': [],
};

/** Types of .NET, and what is called or read of them by their name. */
const types: Readonly<Record<string, readonly string[]>> = {
  CmdletBinding: [],
  'System.Action': [],
  'System.Console': ['Error'],
  'System.DateTime': ['UtcNow'],
  'System.Delegate': ['CreateDelegate'],
  'System.Diagnostics.Stopwatch': ['StartNew'],
  'System.Environment': ['MachineName'],
  'System.Net.Dns': ['GetHostAddressesAsync'],
  'System.Net.IPAddress': ['Any', 'Parse'],
  'System.Net.IPEndPoint': ['new'],
  'System.Net.Security.RemoteCertificateValidationCallback': [],
  'System.Net.Security.SslStream': ['new'],
  'System.Net.Sockets.SocketException': [],
  'System.Net.Sockets.TcpClient': ['new'],
  'System.Net.Sockets.UdpClient': ['new'],
  'System.Security.Authentication.SslProtocols': [],
  'System.Text.Encoding': ['ASCII'],
  'System.Threading.CancellationTokenSource': ['new'],
  byte: ['new'],
  char: [],
  int: [],
  ordered: [],
  powershell: ['Create'],
  ref: [],
  runspacefactory: ['CreateRunspacePool'],
  string: [],
  switch: [],
};

/** Methods that are called of what a variable holds. */
const methods = new Set([
  ...['AddArgument', 'AddScript', 'BeginClose', 'BeginInvoke', 'BeginStop', 'EndInvoke', 'GetNewClosure', 'Open', 'WaitOne'],
  ...['AuthenticateAsClient', 'Close', 'Connect', 'ConnectAsync', 'GetStream', 'Read', 'Receive', 'Send', 'Wait', 'Write'],
  ...['Clone', 'Dispose', 'GetBytes', 'GetString', 'Register', 'Substring', 'ToString', 'WriteLine'],
]);

/** What a text would not do as it stands, by line and column; empty where there is nothing. */
export async function powershellProblems(text: string): Promise<string[]> {
  const tree = (await parser).parse(text);
  if (!tree) throw new Error('the grammar has given up');
  const own = new Set(tree.rootNode.descendantsOfType('function_name').map((node) => node.text));
  const foreign = [...text].findIndex((character) => !/[\n -~]/.test(character));
  return [
    ...(foreign < 0 ? [] : [`character ${foreign + 1} is none of ASCII, or no line end of one character`]),
    ...(tree.rootNode.hasError ? nodesOf(tree.rootNode) : tree.rootNode.descendantsOfType(judged))
      .filter((node) => node !== null)
      .flatMap((node) => problemsOf(node, own).map((problem) => `${placeOf(node)}: ${problem}`)),
  ];
}

/** Kinds of nodes that are looked at where the grammar takes a text whole. */
const judged = ['attribute_name', 'command', 'invokation_expression', 'member_access', 'redirection', 'type_name'];

const resolve = createRequire(import.meta.url).resolve;

/** Loaded once: it takes longer than to parse a text. */
const parser = (async () => {
  await Parser.init();
  const made = new Parser();
  made.setLanguage(await Language.load(readFileSync(resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'))));
  return made;
})();

function nodesOf(node: Node): Node[] {
  return [node, ...node.children.flatMap((child) => (child ? nodesOf(child) : []))];
}

const placeOf = ({ startPosition: { row, column } }: Node): string => `${row + 1}:${column + 1}`;

function problemsOf(node: Node, own: ReadonlySet<string>): string[] {
  if (node.isError) return [`is not understood: ${JSON.stringify(node.text.slice(0, 40))}`];
  if (node.isMissing) return [`lacks a ${node.type}`];
  switch (node.type) {
    case 'command':
      return commandProblems(node, own);
    case 'type_name':
      return node.parent?.type === 'type_name' || isKnownType(node.text) ? [] : [`the type ${node.text} is not in the list`];
    case 'attribute_name':
      return isKnownType(node.text) ? [] : [`the attribute ${node.text} is not in the list`];
    case 'redirection':
      return [`writes where nobody looks: ${JSON.stringify(node.text)}`];
    case 'member_access':
    case 'invokation_expression':
      return memberProblems(node);
    default:
      return [];
  }
}

const isKnownType = (name: string): boolean => Object.hasOwn(types, name.replace(/\[\]$/, ''));

function commandProblems(node: Node, own: ReadonlySet<string>): string[] {
  const [name] = node.children;
  if (name?.type !== 'command_name') return [`calls what stands in a variable or a block: ${JSON.stringify(node.text.slice(0, 40))}`];
  const given = node.descendantsOfType('command_parameter').filter((parameter) => commandAround(parameter) === node.id);
  if (own.has(name.text)) return given.map((parameter) => `${name.text} takes no ${parameter.text}`);
  const allowed = Object.hasOwn(commands, name.text) ? commands[name.text] : undefined;
  if (!allowed) return [`the command ${name.text} is not in the list`];
  return given
    .filter((parameter) => !allowed.includes(parameter.text))
    .map((parameter) => `${parameter.text} of ${name.text} is not in the list`);
}

/** The id of the innermost command that a node is a part of. */
function commandAround({ parent }: Node): number | undefined {
  if (!parent) return undefined;
  return parent.type === 'command' ? parent.id : commandAround(parent);
}

/** A static member is held to the list of its type, a method to that of methods; a property may have any name. */
function memberProblems(node: Node): string[] {
  const [of, operator, name] = node.children;
  if (!of || !operator || !name) return [];
  if (operator.text === '::') {
    const type = of.text.replace(/^\[|\]$/g, '').replace(/\[\]$/, '');
    return types[type]?.includes(name.text) ? [] : [`${of.text}::${name.text} is not in the list`];
  }
  if (node.type !== 'invokation_expression' || operator.text !== '.') return [];
  return methods.has(name.text) ? [] : [`the method ${name.text} is not in the list`];
}

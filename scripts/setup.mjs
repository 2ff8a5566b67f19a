/**
 * Installs what the project needs and is not there yet: the packages of the lock file and, with `--browser`, Chromium.
 *
 * Plain JavaScript of Node 18: on a fresh clone the machine's own Node runs it. What npm runs after it finds Node 24 in
 * node_modules/.bin, because npm puts that folder first on PATH.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, findChromium } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.portcullis-setup');

/**
 * What installs Chromium, by the package manager that is there.
 * @type {Record<string, string[]>}
 */
const browserCommands = {
  'apt-get': ['apt-get update', 'apt-get install --yes --no-install-recommends chromium'],
  dnf: ['dnf install chromium'],
  pacman: ['pacman -S chromium'],
  zypper: ['zypper install chromium'],
};

installPackages();
if (process.argv.includes('--browser')) installBrowser();

/** The stamp is written last, so an install that broke off is done again. */
function installPackages() {
  const wanted = fingerprint();
  if (read(stamp) === wanted) return;
  console.log('Installing the packages of package-lock.json: about half a minute.');
  rmSync(stamp, { force: true });
  // npm warns that Node is too old for some packages; they run on the Node that this very install brings.
  const installed = run('npm', ['ci', '--include=dev', '--no-progress', '--loglevel=error'], { PATH: pathWithoutPackages() });
  if (!installed) stop('npm ci failed: see its message above.');
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  const found = spawnSync(join(root, 'node_modules', 'node', 'bin', 'node'), ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (found !== `v${pinned}`) {
    stop(
      `Node ${pinned} should be in node_modules/node now, but ${found ? `it is ${found}` : 'it is not'}.`,
      'Its install script brings it: let npm run install scripts ("npm config get ignore-scripts" should print false), and try again.',
    );
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Packages hold programs for one platform, so a folder shared between two counts as not installed for the other. */
function fingerprint() {
  return createHash('sha256')
    .update(`${process.platform} ${process.arch}\n`)
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** Without node_modules/.bin: npm must not run on the Node that it is about to replace. */
function pathWithoutPackages() {
  const own = join(root, 'node_modules', '.bin');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== own)
    .join(delimiter);
}

/** Installs by itself only where it may: as root on Debian and its kin. Elsewhere it says the command. */
function installBrowser() {
  if (findChromium()) return;
  const manager = find(Object.keys(browserCommands));
  const commands = browserCommands[basename(manager ?? '')];
  if (!commands?.[0]?.startsWith('apt-get') || process.getuid?.() !== 0) {
    stop(
      'The browser tests need Chromium, and there is none on PATH.',
      `Install it:  ${commands ? commands.map((command) => `sudo ${command}`).join(' && ') : 'with the package manager of your system'}`,
      'or name the program of a browser that you have:  CHROMIUM=/path/to/chromium npm test',
    );
  }
  console.log('Installing Chromium for the browser tests.');
  for (const command of commands) {
    const [program = '', ...words] = command.split(' ');
    if (!run(program, words, { DEBIAN_FRONTEND: 'noninteractive' })) stop(`"${command}" failed: see its message above.`);
  }
  if (!findChromium()) stop('Chromium was installed, but it is not on PATH.');
}

/**
 * @param {string} program
 * @param {string[]} words
 * @param {Record<string, string>} env added to the environment
 */
function run(program, words, env) {
  const shell = process.platform === 'win32';
  return spawnSync(program, words, { cwd: root, stdio: 'inherit', shell, env: { ...process.env, ...env } }).status === 0;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string[]} lines
 * @returns {never}
 */
function stop(...lines) {
  console.error(['Set-up stopped.', ...lines].join('\n'));
  process.exit(1);
}

/**
 * Installs what the project needs and is not there yet: the packages of the lock file, Chromium with `--browser`, the web server that the
 * site is shown behind with `--caddy`, and both that it is tested behind with `--servers`.
 *
 * Plain JavaScript of Node 18: on a fresh clone the machine's own Node runs it. What npm runs after it finds Node 24 in
 * node_modules/.bin, because npm puts that folder first on PATH.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, findChromium, findServer } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.portcullis-setup');

/**
 * What installs packages, by the package manager that is there.
 * @type {Record<string, string[]>}
 */
const managers = {
  'apt-get': ['apt-get update', 'apt-get install --yes --no-install-recommends'],
  dnf: ['dnf install'],
  pacman: ['pacman -S'],
  zypper: ['zypper install'],
  brew: ['brew install'],
};

/** Where Debian's package of the module puts it. */
const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

installPackages();
if (process.argv.includes('--browser')) installBrowser();
if (process.argv.includes('--caddy')) {
  const missing = ['caddy'].filter((name) => !findServer(name));
  installServers(missing, 'Astro shows the site instead: uncompressed, and without the headers that hosting/ has sent.');
}
if (process.argv.includes('--servers')) {
  const missing = ['caddy', 'nginx'].filter((name) => !findServer(name));
  if (!existsSync(brotliModule)) missing.push('libnginx-mod-http-brotli-static');
  installServers(missing, 'The tests of hosting/ will fail.');
}

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

function installBrowser() {
  if (findChromium()) return;
  console.log('The browser tests need Chromium.');
  if (!installOnDebian(['chromium'])) {
    stop(
      'The browser tests need Chromium, and there is none on PATH.',
      `Install it:  ${commandFor(['chromium'])}`,
      'or name the program of a browser that you have:  CHROMIUM=/path/to/chromium npm test',
    );
  }
  if (!findChromium()) stop('Chromium was installed, but it is not on PATH.');
}

/**
 * Goes on where they cannot be installed: all else works without them.
 * @param {string[]} packages those that are missing
 * @param {string} without what will be without them
 */
function installServers(packages, without) {
  if (packages.length === 0) return;
  if (!installOnDebian(packages)) {
    console.log(`There is no ${packages.join(' and no ')} here. ${without}\nInstall:  ${commandFor(packages)}`);
    return;
  }
  // Debian starts a server as soon as it is installed, on port 80 of every address. Nobody has asked for that.
  for (const server of existsSync('/run/systemd/system') ? packages.filter(findServer) : []) {
    run('systemctl', ['disable', '--now', server], {});
  }
}

/**
 * Installs only where it may: as root on Debian and its kin.
 * @param {string[]} packages
 * @returns {boolean} whether they are there now
 */
function installOnDebian(packages) {
  if (!find(['apt-get']) || process.getuid?.() !== 0) return false;
  console.log(`Installing ${packages.join(', ')}.`);
  const commands = (managers['apt-get'] ?? []).map((command) => command.split(' '));
  return commands.every(([program = '', ...words], at) =>
    run(program, at === commands.length - 1 ? [...words, ...packages] : words, { DEBIAN_FRONTEND: 'noninteractive' }),
  );
}

/** @param {string[]} packages */
function commandFor(packages) {
  const manager = basename(find(Object.keys(managers)) ?? '');
  const commands = managers[manager];
  if (!commands) return 'with the package manager of your system';
  const sudo = manager === 'brew' ? '' : 'sudo ';
  return `${commands.map((command) => `${sudo}${command}`).join(' && ')} ${packages.join(' ')}`;
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

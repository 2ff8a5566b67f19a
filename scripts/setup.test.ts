import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const scripts = import.meta.dirname;

/** A project of its own, and a PATH on which only these stand-ins are found. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(join(project, 'scripts'));
  mkdirSync(join(project, 'bin'));
  for (const file of ['setup.mjs', 'chromium.mjs']) copyFileSync(join(scripts, file), join(project, 'scripts', file));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ devDependencies: { node: '24.1.0' } }));
  writeFileSync(join(project, 'package-lock.json'), '{ "name": "first" }');
  program('npm', `echo "$@" >> npm-calls\n${installs('24.1.0')}`);
});
afterEach(() => rmSync(project, { recursive: true }));

function program(name: string, script: string, folder = 'bin') {
  const path = join(project, folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** What `npm ci` does: empties node_modules, then brings the pinned Node. */
const installs = (version: string) => `/bin/rm -rf node_modules
/bin/mkdir -p node_modules/node/bin
printf '#!/bin/sh\\necho v${version}\\n' > node_modules/node/bin/node
/bin/chmod +x node_modules/node/bin/node`;

function setUp(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs', ...words], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: join(project, 'bin') },
  });
  return { status, output: stdout + stderr };
}

const calls = (file: string) => (existsSync(join(project, file)) ? readFileSync(join(project, file), 'utf8').trim().split('\n') : []);

describe('packages', () => {
  it('are installed from the lock file, once', () => {
    expect(setUp().status).toBe(0);
    expect(calls('npm-calls')).toEqual(['ci --include=dev --no-progress --loglevel=error']);
    expect(setUp()).toEqual({ status: 0, output: '' });
    expect(calls('npm-calls')).toHaveLength(1);
  });

  it('are installed again when the lock file changes', () => {
    setUp();
    writeFileSync(join(project, 'package-lock.json'), '{ "name": "second" }');
    expect(setUp().status).toBe(0);
    expect(calls('npm-calls')).toHaveLength(2);
  });

  it('are installed again after an install that broke off', () => {
    setUp();
    writeFileSync(join(project, 'package-lock.json'), '{ "name": "second" }');
    program('npm', 'echo "$@" >> npm-calls; exit 1');
    const broken = setUp();
    expect(broken.status).toBe(1);
    expect(broken.output).toContain('npm ci failed: see its message above.');
    writeFileSync(join(project, 'package-lock.json'), '{ "name": "first" }');
    program('npm', `echo "$@" >> npm-calls\n${installs('24.1.0')}`);
    expect(setUp().status).toBe(0);
    expect(calls('npm-calls')).toHaveLength(3);
  });

  it('do not count as installed without the pinned Node', () => {
    program('npm', `echo "$@" >> npm-calls\n${installs('20.0.0')}`);
    const { status, output } = setUp();
    expect(status).toBe(1);
    expect(output).toContain('Node 24.1.0 should be in node_modules/node now, but it is v20.0.0.');
    expect(setUp().status).toBe(1);
    expect(calls('npm-calls')).toHaveLength(2);
  });
});

describe('the browser', () => {
  it('is left alone when there is one, and not asked for without --browser', () => {
    program('apt-get', 'echo "$@" >> apt-calls');
    expect(setUp().status).toBe(0);
    program('chromium', '');
    expect(setUp('--browser')).toEqual({ status: 0, output: '' });
    expect(calls('apt-calls')).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('is installed with apt-get by root', () => {
    program('apt-get', 'echo "$@" >> apt-calls\nif [ "$1" = install ]; then cp bin/npm bin/chromium; fi'.replace('cp', '/bin/cp'));
    expect(setUp('--browser').status).toBe(0);
    expect(calls('apt-calls')).toEqual(['update', 'install --yes --no-install-recommends chromium']);
  });

  it('stops the set-up with the command to type where it cannot be installed', () => {
    program('dnf', 'echo "$@" >> dnf-calls');
    const { status, output } = setUp('--browser');
    expect(status).toBe(1);
    expect(output).toContain('Install it:  sudo dnf install chromium\n');
    expect(output).toContain('CHROMIUM=/path/to/chromium npm test');
    expect(calls('dnf-calls')).toEqual([]);
  });
});

describe('the web servers', () => {
  it('are left alone when they are there, and not asked for without a word', () => {
    program('apt-get', 'echo "$@" >> apt-calls');
    expect(setUp().status).toBe(0);
    program('caddy', '');
    expect(setUp('--caddy')).toEqual({ status: 0, output: '' });
    expect(calls('apt-calls')).toEqual([]);
  });

  it('are found where Debian keeps them too, beside the folder of PATH', () => {
    setUp();
    mkdirSync(join(project, 'sbin'));
    for (const name of ['caddy', 'nginx']) program(name, '', 'sbin');
    expect(setUp('--caddy')).toEqual({ status: 0, output: '' });
    expect(setUp('--servers').output).not.toMatch(/no (caddy|nginx)/);
  });

  it.runIf(process.getuid?.() === 0)('are installed with apt-get by root', () => {
    program('apt-get', 'echo "$@" >> apt-calls');
    setUp();
    expect(setUp('--caddy')).toEqual({ status: 0, output: 'Installing caddy.\n' });
    expect(calls('apt-calls')).toEqual(['update', 'install --yes --no-install-recommends caddy']);
    expect(setUp('--servers').status).toBe(0);
    expect(calls('apt-calls').at(-1)).toMatch(/ caddy nginx( libnginx-mod-http-brotli-static)?$/);
  });

  it('are not needed by all else: where they cannot be installed, one says the command and goes on', () => {
    setUp();
    program('brew', '');
    expect(setUp('--caddy')).toEqual({
      status: 0,
      output:
        'There is no caddy here. Astro shows the site instead: uncompressed, and without the headers that hosting/ has sent.\n' +
        'Install:  brew install caddy\n',
    });
  });

  it.runIf(process.getuid?.() === 0)('are done without where apt-get fails', () => {
    setUp();
    program('apt-get', 'exit 1');
    const { status, output } = setUp('--caddy');
    expect(status).toBe(0);
    expect(output).toContain('Install:  sudo apt-get update && sudo apt-get install --yes --no-install-recommends caddy\n');
  });
});

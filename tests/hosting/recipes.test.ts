/** The container and the workflow of GitHub Pages, as far as can be told without a registry and without GitHub. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../dist/built.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { scripts, devDependencies } = JSON.parse(read('package.json')) as Record<'scripts' | 'devDependencies', Record<string, string>>;

const container = read('hosting/Containerfile');
/** Every instruction with its words. */
const instructions = container.split('\n').flatMap((line) => (/^[A-Z]+ /.test(line) ? [line.split(' ')] : []));
const wordsOf = (name: string) => instructions.filter(([first]) => first === name).map(([, ...words]) => words);

/** What a line of shell runs of the project. */
function expectToRun(line: string) {
  for (const [, script = ''] of line.matchAll(/npm run (?:-s )?(\w+)/g)) expect(scripts).toHaveProperty([script]);
  for (const [, file = ''] of line.matchAll(/node (\S+)/g)) expect(existsSync(join(root, file)), file).toBe(true);
}

it('has a Containerfile that a linter finds nothing in', () => {
  expect(validate(container)).toEqual([]);
});

it('builds the container with the Node of the project, and runs what Debian has tested', () => {
  const images = wordsOf('FROM').map(([image]) => image);
  expect(images).toEqual([
    `docker.io/library/node:${devDependencies.node}-bookworm-slim`,
    expect.stringMatching(/^docker\.io\/library\/debian:bookworm-20\d{6}-slim$/),
  ]);
  for (const words of wordsOf('RUN')) expectToRun(words.join(' '));
});

it('takes into the container what the configuration of Caddy names, and nothing that was built elsewhere', () => {
  const copies = wordsOf('COPY').slice(1);
  expect(copies).toEqual([
    ['--from=build', '/portcullis/hosting/Caddyfile', '/etc/caddy/Caddyfile'],
    ['--from=build', '/portcullis/build', '/srv/portcullis'],
  ]);
  expect(read('hosting/Caddyfile')).toContain('{$PORTCULLIS_BUILD:/srv/portcullis}/www');
  expect(read('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['build', 'dist', 'node_modules']));
  const [command = ''] = wordsOf('CMD').map((words) => words.join(' '));
  expect(JSON.parse(command)).toContain(copies[0]?.[2]);
});

it('runs as nobody in particular, on a port that needs no rights', () => {
  expect(wordsOf('USER')).toEqual([['caddy']]);
  const [[port] = []] = wordsOf('EXPOSE');
  expect(Number(port)).toBeGreaterThan(1023);
  expect(wordsOf('ENV')).toEqual([[`PORTCULLIS_ADDRESS=http://:${port}`]]);
});

it('names one command that puts a build in place: it keeps times, and removes what the build no longer has', () => {
  const places = ['README.md', 'hosting/Caddyfile', 'hosting/nginx.conf'].map((file) => [
    file,
    read(file).match(/rsync .*?\/srv\/portcullis\/?/g),
  ]);
  const command = 'rsync --archive --delete build/ /srv/portcullis/';
  expect(places).toEqual([
    ['README.md', [command]],
    ['hosting/Caddyfile', [command]],
    ['hosting/nginx.conf', [command]],
  ]);
});

interface Step {
  uses?: string;
  with?: Record<string, unknown>;
  run?: string;
  env?: Record<string, string>;
}

it('publishes on GitHub Pages with actions that nobody can exchange, no right more than it needs, and the path that the site has there', () => {
  const workflow = parse(read('.github/workflows/pages.yml'));
  const { build, test, deploy } = workflow.jobs;
  const steps: Step[] = [...build.steps, ...test.steps, ...deploy.steps];
  for (const { uses, run } of steps) {
    if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    if (run !== undefined) expectToRun(run);
  }
  expect(steps.find(({ run }) => run === 'npm run build')?.env).toEqual({
    PORTCULLIS_BASE: expect.stringContaining('{{ steps.pages.outputs.base_path }}'),
  });
  expect(workflow.permissions).toEqual({});
  expect(build.permissions).toEqual({ contents: 'read', pages: 'read' });
  expect(test.permissions).toEqual({ contents: 'read' });
  expect(deploy.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
});

it('publishes there only what all tests and the audit let pass, on the Node of the project and the Debian of the container', () => {
  const { build, test, deploy } = parse(read('.github/workflows/pages.yml')).jobs;
  const runs = (job: { steps: Step[] }) => job.steps.flatMap(({ run }) => run ?? []);
  expect(deploy.needs).toEqual(['build', 'test']);
  expect(runs(test)).toEqual(['npm test']);
  expect(runs(build)).toEqual(['node scripts/setup.mjs', 'npm run audit', 'npm run validate', 'npm run build']);
  for (const { steps } of [build, test] as { steps: Step[] }[]) {
    const node = steps.find(({ uses }) => uses?.startsWith('actions/setup-node@'))?.with;
    expect(node).toEqual({ 'node-version': Number(devDependencies.node?.split('.')[0]) });
  }
  expect(test.container.image).toBe(wordsOf('FROM').at(-1)?.[0]);
});

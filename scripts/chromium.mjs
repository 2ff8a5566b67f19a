// Plain JavaScript of Node 18: the set-up runs before Node 24 is installed.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Path of the Chromium that the browser tests drive: what the environment variable CHROMIUM names, else the first one on PATH.
 * @returns {string | undefined} undefined when there is none
 */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return find(names);
}

/**
 * The first of `programs` that PATH leads to.
 * @param {readonly string[]} programs
 * @returns {string | undefined} its full path
 */
export function find(programs) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram);
}

/**
 * A web server: Debian keeps some where PATH leads root alone, in the folder beside.
 * @param {string} name
 * @returns {string | undefined} its full path
 */
export function findServer(name) {
  return find([name, `../sbin/${name}`]);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

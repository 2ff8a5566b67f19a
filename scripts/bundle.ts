/** Makes the folder that a web server serves from the built site: `npm run bundle` writes `dist/` into `build/`. */
import { fileURLToPath } from 'node:url';
import { writeBundle } from './bundle/write-bundle.ts';

const root = new URL('../', import.meta.url);
const { files, changed } = await writeBundle(fileURLToPath(new URL('dist', root)), fileURLToPath(new URL('build', root)));
console.log(`build/ has the ${files} files of dist/ for a web server; ${changed} are new or changed.`);

/** The process that a site is built in: takes the configuration as JSON, and sends the seconds that its processors took. */
import { build } from 'astro';

await build(JSON.parse(process.argv[2] ?? ''));
const { user, system } = process.cpuUsage();
process.send?.((user + system) / 1e6, () => process.disconnect());

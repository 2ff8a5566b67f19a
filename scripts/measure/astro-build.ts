/** The process that a site is built in: takes the configuration as JSON, and sends the seconds that its processors took. */
import { build } from 'astro';

const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

let written = 0;
const clock = {
  name: 'measure',
  hooks: {
    'astro:build:generated': () => {
      written = processor();
    },
  },
};
await build({ ...JSON.parse(process.argv[2] ?? ''), integrations: [clock] });
process.send?.({ written, processor: processor() }, () => process.disconnect());

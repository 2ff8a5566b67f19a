import type { Check } from '#dataset/check.ts';

/** A port that looks wrong and is right is pinned: a friendly correction fails, and reads the reason. */
export const check = {
  name: 'pins',
  description: 'A pinned flow has exactly its pinned port and transports.',
  needs: ['pins'],
  check: ({ pins, flowsById, at }) =>
    pins.flatMap((pin) => {
      const flow = flowsById.get(pin.flow);
      if (!flow) return [];
      const must = `"${pin.flow}" is pinned to ${pin.transport}/${pin.port}`;
      const remedy = `put it back, or change src/data/pins.yaml too. The reason for the pin: ${pin.reason}`;
      const pinned = pins.filter((other) => other.flow === pin.flow).map(({ transport }) => transport);
      const samePort = flow.port.from === pin.port && flow.port.to === pin.port;
      const sameTransports = flow.transport.includes(pin.transport) && flow.transport.every((transport) => pinned.includes(transport));
      return [
        ...(samePort ? [] : [{ ...at(flow, 'port'), message: `${must}: ${remedy}` }]),
        ...(sameTransports ? [] : [{ ...at(flow, 'transport'), message: `${must}, not to ${flow.transport.join(' and ')}: ${remedy}` }]),
      ];
    }),
} satisfies Check;

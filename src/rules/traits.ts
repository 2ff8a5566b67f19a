/** What a policy has that a platform may have to warn of. */
import type { Policy, Rule } from './policy.ts';

/** Whether a firewall has to look up a host name. */
export const hasExactNames = ({ rules }: Policy): boolean =>
  rules.some(({ source, destination }) => source.names.length + destination.names.length > 0);

/** Whether a name stands for every name below one. */
export const hasWildcards = ({ rules }: Policy): boolean =>
  rules.some(({ source, destination }) => source.wildcards.length + destination.wildcards.length > 0);

/** Whether an FTP helper follows the connections of a rule, some of which it cannot read. */
export const mixesFtp = ({ ftp, flows }: Rule): boolean => ftp === 'control' && flows.some(({ encryptedFtp }) => encryptedFtp);

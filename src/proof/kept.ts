/** The record that is kept in the repository, read once. */
import record from './record.json' with { type: 'json' };
import { proofRecord } from './record.ts';

/** What the published texts have passed. */
export const proof = proofRecord.parse(record);

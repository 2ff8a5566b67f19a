import type { Row } from './schema.ts';

/** The condition that a row prints for one of its flows; null where it prints none, or one that is about others of its flows only. */
export const printedCondition = ({ condition, conditionFlows }: Pick<Row, 'condition' | 'conditionFlows'>, flow: string): string | null =>
  condition === undefined || conditionFlows?.includes(flow) === false ? null : condition;

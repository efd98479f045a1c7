import type { Queries } from '../query/query-contract.ts'
import type { CallRecord } from './call-record.ts'

/** Returns queries that tell `record` of the rows that they load. */
export function watchQueries(queries: Queries, record: CallRecord | undefined): Queries {
  if (!record) return queries
  return {
    prepare: () => queries.prepare(),
    ask: (question, use) =>
      queries.ask(question, (answer) => {
        if (answer.wasLoaded)
          for (const { name, rows } of answer.tables) record.rowsLoaded(name, rows)
        return use(answer)
      }),
  }
}

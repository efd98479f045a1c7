import type { QueryConfig } from '../config/query-flags.ts'
import type { Redactor } from '../exit/redact.ts'
import type { QueryService } from '../query/ask.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import { compileSqlite } from './compile-sqlite.ts'
import { lateService } from './late-service.ts'
import type { SharedWork } from './shared-work.ts'

interface LateQueries {
  /**
   * Returns the queries of calls.
   * @param tenant their token; undefined if the server has one tenant alone
   * @param redactor knows what must not stand in a table
   */
  of(tenant: string | undefined, redactor: Redactor): CallEnvironment['queries']
  /** Ends what the queries have started. */
  close(): Promise<void>
}

/**
 * Creates the service of queries when the first one comes: no start waits for it.
 * @param shared the places of all processes; undefined if this is the only one
 */
export function lateQueries(config: QueryConfig, shared?: SharedWork): LateQueries {
  const service = lateService<QueryService>(async () =>
    (await import('../query/ask.ts')).createQueries({
      ...config,
      places: shared?.queryPlaces,
      processes: shared?.processes,
      compile: compileSqlite,
    }),
  )
  return {
    of:
      (tenant, redactor) =>
      ({ signal }) => {
        const queries = async () => {
          const call = { tenant, signal, secrets: redactor.secrets() }
          return (await service.get()).forCall(call)
        }
        return {
          prepare() {
            // If it fails, so does the question.
            queries().then(
              (ready) => ready.prepare(),
              () => {},
            )
          },
          ask: async (question, use) => (await queries()).ask(question, use),
        }
      },
    close: service.close,
  }
}

import type { DocsOptions, DocsService } from '../docs-search/docs.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import { lateService } from './late-service.ts'

interface LateDocs {
  /**
   * Returns the documentation for calls.
   * @param redactor knows what must not stand in a result
   */
  of(redactor: Redactor): CallEnvironment['docs']
  /** Closes the connections. */
  close(): Promise<void>
}

/**
 * Creates the service that reads documentation when the first call needs it: no start waits for it. All
 * tenants have one, since the pages are public.
 */
export function lateDocs(options: DocsOptions): LateDocs {
  const service = lateService<DocsService>(async () =>
    (await import('../docs-search/docs.ts')).createDocs(options),
  )
  return {
    of:
      (redactor) =>
      ({ signal }) => {
        const docs = async () => (await service.get()).forCall({ signal, redactor })
        return {
          search: async (query, limit) => (await docs()).search(query, limit),
          read: async (address) => (await docs()).read(address),
        }
      },
    close: service.close,
  }
}

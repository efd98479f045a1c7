import type { DocsOptions, DocsService } from '../docs-search/docs.ts'
import type { Redactor } from '../exit/redact.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'

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
  let service: Promise<DocsService> | undefined
  const load = async () => (await import('../docs-search/docs.ts')).createDocs(options)
  return {
    of:
      (redactor) =>
      ({ signal }) => {
        const docs = async () => {
          service ??= load()
          return (await service).forCall({ signal, redactor })
        }
        return {
          search: async (query, limit) => (await docs()).search(query, limit),
          read: async (address) => (await docs()).read(address),
        }
      },
    async close() {
      // If it could not be loaded, there is nothing to close.
      await (await service?.catch(() => undefined))?.close()
    },
  }
}

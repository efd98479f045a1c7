import { exposedCollector } from '../../src/apify/transport/v8-memory.ts'

const collect = exposedCollector()

/**
 * Collects the garbage of this process. V8 collects what a measurement left half a second later, on the cores on which
 * the next one runs by then: questions after a floor of 5 MB took half as long again.
 */
export function collectGarbage(): void {
  collect()
}

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'

// Only contexts have the collector that are created while this flag is set.
setFlagsFromString('--expose-gc')
const collector = z.custom<() => void>((gc) => typeof gc === 'function')

/**
 * Collects the garbage of this process. V8 collects what a measurement left half a second later, on the cores on which
 * the next one runs by then: questions after a floor of 5 MB took half as long again.
 */
export const collectGarbage = collector.parse(runInNewContext('gc'))
setFlagsFromString('--no-expose-gc')

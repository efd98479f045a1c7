import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'

/** Bytes of responses that may wait for garbage collection. */
const COLLECT_EVERY_BYTES = 4_000_000

/**
 * Keeps V8 from optimizing undici's HTTP parser, which is WebAssembly. Compiling it takes 35 MB and
 * gains nothing measurable, since the parser passes bodies on unchanged.
 */
export function parseHttpLightly(): void {
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}

/** Bytes of all responses that were read since the last collection. */
let readBytes = 0

/**
 * Collects garbage whenever enough of responses has been read. V8 frees chunks together with its young generation,
 * which fills slowly, since chunks are outside of it. A download would take 32 MB and more before the first is freed.
 * @param bytes the size of a chunk that nobody needs any more
 */
export function freeChunks(bytes: number): void {
  readBytes += bytes
  if (readBytes < COLLECT_EVERY_BYTES) return
  readBytes = 0
  collectYoung()
}

const collector = z.custom<(options?: { type: 'minor' }) => void>((gc) => typeof gc === 'function')
let collect: z.output<typeof collector> | undefined

function collectYoung(): void {
  collect ??= exposedCollector()
  collect({ type: 'minor' })
}

/**
 * Returns V8's garbage collector, which only contexts get that are created while this flag is set. Without options it
 * collects everything.
 */
export function exposedCollector(): z.output<typeof collector> {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return collector.parse(found)
}

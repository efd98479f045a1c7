import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'

/** Bytes of one response that may wait for garbage collection. */
const COLLECT_EVERY_BYTES = 2_000_000

/**
 * Keeps V8 from optimizing undici's HTTP parser, which is WebAssembly. Compiling it takes 35 MB and
 * gains nothing measurable, since the parser passes bodies on unchanged.
 */
export function parseHttpLightly(): void {
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}

/**
 * Yields the same chunks and collects garbage in between. V8 frees chunks together with its young
 * generation, which fills slowly, since chunks are outside of it. A download would take 32 MB and
 * more before the first chunk is freed.
 */
export async function* collectGarbageWhileReading(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of body) {
    yield chunk
    bytes += chunk.length
    if (bytes < COLLECT_EVERY_BYTES) continue
    bytes = 0
    collectYoung()
  }
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

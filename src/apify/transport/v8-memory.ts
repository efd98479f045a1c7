import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'

/** Bytes of one answer that may wait for their collection. */
const COLLECT_EVERY_BYTES = 2_000_000

/**
 * Keeps V8 from optimising undici's HTTP parser, which is WebAssembly: compiling it takes 35 MB, and
 * gains nothing that shows, as the parser passes bodies on untouched.
 */
export function parseHttpLightly(): void {
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}

/**
 * The same chunks. V8 frees them with its young generation, which fills slowly, since chunks lie
 * outside of it: a download would take 32 MB and more before the first is freed.
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

const collector = z.custom<(options: { type: 'minor' }) => void>((gc) => typeof gc === 'function')
let collect: z.output<typeof collector> | undefined

function collectYoung(): void {
  collect ??= exposedCollector()
  collect({ type: 'minor' })
}

/** V8 hands its collector out only to contexts that are made while this flag stands. */
function exposedCollector(): z.output<typeof collector> {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return collector.parse(found)
}

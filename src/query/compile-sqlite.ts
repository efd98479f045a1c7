import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** TypeScript has the types of WebAssembly among those of browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> }

let compiled: Promise<unknown> | undefined

/**
 * Compiles SQLite's program once for all workers, beside the main thread: each of them only makes an instance
 * of it, and what V8 has made faster in one is fast in the next.
 * @returns a `WebAssembly.Module`; undefined if that fails, so that a worker tries and says why
 */
export function compileSqlite(): Promise<unknown> {
  compiled ??= compile().catch(() => undefined)
  return compiled
}

async function compile(): Promise<unknown> {
  const bytes = await readFile(programFile())
  // V8's defaults. The API's client turns them off for its own program, which has been compiled by now and
  // stays as it is; without them statements take more than twice as long.
  setFlagsFromString('--wasm-tier-up')
  setFlagsFromString('--wasm-dynamic-tiering')
  return WebAssembly.compile(bytes)
}

/** The build puts it beside the file that asks. */
function programFile(): string | URL {
  const from = import.meta.url
  return from.endsWith('.ts')
    ? createRequire(from).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
    : new URL('./sqlite3.wasm', from)
}

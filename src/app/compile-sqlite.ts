import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** TypeScript has the types of WebAssembly among those of browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> }

/**
 * Compiles SQLite's program, beside the main thread, for all workers that run it: each of them only makes an instance
 * of it, and what V8 has made faster in one is fast in the next.
 * @returns a `WebAssembly.Module`; undefined if that fails, so that a worker tries and says why
 */
export async function compileSqlite(): Promise<unknown> {
  try {
    const bytes = await readFile(programFile())
    // V8's defaults. The API's client turns them off for its own program, which has been compiled by now and
    // stays as it is; without them statements take half as long again.
    setFlagsFromString('--wasm-tier-up')
    setFlagsFromString('--wasm-dynamic-tiering')
    return await WebAssembly.compile(bytes)
  } catch {
    return undefined
  }
}

/** The build puts it beside the file that asks. */
function programFile(): string | URL {
  const from = import.meta.url
  return from.endsWith('.ts')
    ? createRequire(from).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
    : new URL('./sqlite3.wasm', from)
}

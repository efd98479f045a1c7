import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** TypeScript has the types of WebAssembly among those of browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> }

let compiled: Promise<unknown> | undefined

/**
 * Compiles SQLite's program once for all workers, beside the main thread: each of them only makes an instance
 * of it, and what V8 has made faster in one is fast in the next.
 * @returns a `WebAssembly.Module`; undefined if that fails, so that a worker tries and says why
 */
export function compileSqlite(): Promise<unknown> {
  compiled ??= readFile(programFile())
    .then((bytes) => WebAssembly.compile(bytes))
    .catch(() => undefined)
  return compiled
}

/** The build puts it beside the file that asks. */
function programFile(): string | URL {
  const from = import.meta.url
  return from.endsWith('.ts')
    ? createRequire(from).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')
    : new URL('./sqlite3.wasm', from)
}

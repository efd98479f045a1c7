/** What Node starts a worker with. */
export interface WorkerProgram {
  /** The file, or the text of a program. */
  program: string | URL
  isText: boolean
}

/**
 * Returns the program of a worker: the built file, or a text that loads its source, as in tests.
 * @param built where the build puts it, beside the file that asks
 * @param source its file of TypeScript
 * @param from `import.meta.url` of the file that asks
 */
export function workerProgram(built: string, source: string, from: string): WorkerProgram {
  if (!from.endsWith('.ts')) return { program: new URL(built, from), isText: false }
  const url = JSON.stringify(new URL(source, from))
  const program = `import('tsx/esm/api').then(({ register }) => (register(), import(${url})))`
  return { program, isText: true }
}

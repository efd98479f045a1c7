import { delimiter, join } from 'node:path'

/** How to start an Actor. `file` is run without a shell. */
export interface Command {
  file: string
  args: string[]
}

/** Returns `PATH` with the project's own commands first, as npm does for scripts. */
export function pathFor(folder: string): string {
  return [join(folder, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
}

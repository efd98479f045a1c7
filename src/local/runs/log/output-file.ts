import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** How a file of output begins. Without it, a process has emptied the file. */
export const OUTPUT_HEADER = Buffer.from('\0output\n')

/** A file with the output of a process, beside the log. */
export interface OutputFile {
  path: string
  /** The size of the log when the process started. What follows in the log is its output. */
  logBytes: number
}

/** Returns the file for the output of a process that starts when the log has a size. */
export function outputFile(logPath: string, logBytes: number): OutputFile {
  return { path: join(dirname(logPath), `output-${logBytes}`), logBytes }
}

/** Returns the files that a stop of the platform left beside a log, the newest first. */
export async function outputFilesOf(logPath: string): Promise<OutputFile[]> {
  const names = await readdir(dirname(logPath)).catch(() => [])
  return names
    .filter((name) => /^output-\d+$/.test(name))
    .map((name) => outputFile(logPath, Number(name.slice('output-'.length))))
    .sort((a, b) => b.logBytes - a.logBytes)
}

/** Deletes a file that is in the log. Never rejects: Windows keeps files that are in use. */
export async function removeOutput({ path }: OutputFile): Promise<void> {
  await rm(path, { force: true }).catch(() => {})
}

import { join } from 'node:path'
import { z } from 'zod'
import { readJson, writeJson } from './files.ts'

/**
 * The newest format of the files in a data folder, which counts up with each change that an older
 * release could not read. Release 0.1 wrote format 1, without the file that says so. Format 2 has runs
 * that a schedule started.
 */
const FORMAT = 2

/** The format of a new folder. What needs a newer one says so when it is first stored. */
const FIRST_FORMAT = 1

/** The format of a folder with schedules. */
export const FORMAT_WITH_SCHEDULES = 2

const FILE = 'format.json'

const formatFile = z.object({ format: z.int().positive() })

/**
 * Checks that this program can read a data folder.
 * @returns whether the folder says its format; false if it is missing, empty, or of release 0.1
 * @throws {Error} if its format is newer, or its file cannot be read
 */
export async function checkFormat(dir: string): Promise<boolean> {
  const path = join(dir, FILE)
  const stored = await readJson(path).catch((error) => {
    if (error instanceof SyntaxError) return error.message
    throw error
  })
  if (stored === undefined) return false
  const { data } = formatFile.safeParse(stored)
  if (!data) {
    throw new Error(
      `The file ${path} does not say the format of the data folder, such as {"format":${FIRST_FORMAT}}. Restore it or choose another directory.`,
    )
  }
  if (data.format <= FORMAT) return true
  throw new Error(
    `The data folder ${dir} has format ${data.format}, and this release reads only formats up to ${FORMAT}. Install a newer release of apify-agent-tools, or choose another directory.`,
  )
}

/** Writes the file that says the format of a data folder, which must be locked. */
export async function writeFormat(dir: string, format = FIRST_FORMAT): Promise<void> {
  await writeJson(join(dir, FILE), { format })
}

/** Makes older releases refuse a data folder, which must be locked, if its format is older than this one. */
export async function raiseFormat(dir: string, format: number): Promise<void> {
  const { data } = formatFile.safeParse(await readJson(join(dir, FILE)))
  if (!data || data.format < format) await writeFormat(dir, format)
}

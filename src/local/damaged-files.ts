import type { z } from 'zod'
import { readJson } from './files.ts'

/** A stored file cannot be used, and what it describes is as if it were not there. */
class DamagedError extends Error {
  constructor(path: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`${path} is damaged and left out: ${why}`, { cause })
  }
}

/**
 * Reads the JSON file that describes a folder; undefined if there is none. Its id has to be the name of the folder,
 * since paths are made of that name and never of a text in a file.
 * @throws {DamagedError} if the file does not hold what it should
 * @throws {Error} if the file cannot be read, which may pass: too many open files, no permission, a failing disk
 */
export async function readDescription<T extends { id: string }>(
  path: string,
  name: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const stored = await readJson(path).catch((error) => {
    throw isNoJsonFile(error) ? new DamagedError(path, error) : error
  })
  if (stored === undefined) return undefined
  const { data, error } = schema.safeParse(stored)
  if (!data) throw new DamagedError(path, error)
  if (data.id === name) return data
  throw new DamagedError(path, `The id in it is not ${name}, the name of its folder.`)
}

/** Tells whether an error says that something is no file of JSON, which stays so until somebody changes it. */
function isNoJsonFile(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  return (
    error instanceof Error && 'code' in error && ['ENOTDIR', 'EISDIR'].includes(`${error.code}`)
  )
}

/**
 * Returns undefined in place of what is damaged.
 * @param onDamaged is told about it
 * @throws all other errors of the reading
 */
export async function leaveOutDamaged<T>(
  reading: Promise<T | undefined>,
  onDamaged: (error: Error) => void,
): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error
    onDamaged(error)
    return undefined
  }
}

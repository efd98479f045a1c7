import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  lstat,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../../config/usage-error.ts'

/** A settings file as it was read. */
export interface SettingsFile {
  /** The path that the client documents, for people. */
  path: string
  /** The file behind it, if it is a link. */
  realPath: string
  /** Its text without a byte order mark; undefined if there is no file. */
  text: string | undefined
  hasMark: boolean
  /** Its mode and owner, if there is a file. */
  stats?: { mode: number; uid: number; gid: number }
}

/** The byte order mark, with which some editors on Windows begin a file. */
export const MARK = '\uFEFF'
/** Only the user may read a new file, since it may hold a token. */
const NEW_MODE = 0o600

/**
 * Reads a settings file, following links.
 * @throws {UsageError} if it is a folder, may not be read, or is not text in UTF-8
 */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  const found = await realpath(path).catch((error) => missing(path, error))
  if (found === undefined) return { path, realPath: path, text: undefined, hasMark: false }
  try {
    const { mode, uid, gid } = await stat(found)
    const text = decode(path, await readFile(found))
    const stats = { mode: mode & 0o7777, uid, gid }
    const hasMark = text.startsWith(MARK)
    return { path, realPath: found, text: hasMark ? text.slice(1) : text, hasMark, stats }
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Writes new text in one step: a client sees the old file or the new one. Mode and owner stay.
 * @throws {UsageError} if it may not be written, or was changed since it was read
 */
export async function writeSettingsFile(file: SettingsFile, text: string): Promise<void> {
  const { path, realPath, stats } = file
  const now = await readSettingsFile(path)
  if (now.text !== file.text || now.realPath !== realPath) {
    throw new UsageError(
      `${JSON.stringify(path)} was changed by another program just now.`,
      'Nothing was written: run the command again.',
    )
  }
  try {
    // Renaming would replace a file that the user protected.
    if (stats) await access(realPath, constants.W_OK)
    else await mkdir(dirname(realPath), { recursive: true })
    await replaceFile(realPath, contentOf(file, text), stats)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** Returns what a file holds with another text: the byte order mark stays. */
export function contentOf({ hasMark }: SettingsFile, text: string): string {
  return (hasMark ? MARK : '') + text
}

/** Writes a file beside the other, with its rights, and puts it in its place. */
export async function replaceFile(
  path: string,
  content: string,
  stats: SettingsFile['stats'],
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await open(temporary, 'wx', NEW_MODE)
  try {
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (stats) await keepRights(temporary, stats)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function keepRights(
  path: string,
  { mode, uid, gid }: NonNullable<SettingsFile['stats']>,
): Promise<void> {
  const own = await stat(path)
  if (own.uid !== uid || own.gid !== gid) await chown(path, uid, gid)
  // After the owner, since a change of owner clears bits of the mode.
  await chmod(path, mode)
}

/** @throws {UsageError} if there is a link to nothing, or the path cannot be looked at */
async function missing(path: string, error: unknown): Promise<undefined> {
  if (codeOf(error) !== 'ENOENT') throw unreadable(path, error)
  const link = await lstat(path).catch(() => undefined)
  if (!link) return undefined
  throw new UsageError(
    `${JSON.stringify(path)} is a link to a file that is missing.`,
    'Make that file or remove the link, and run the command again.',
  )
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UsageError(
      `${JSON.stringify(path)} is not text in UTF-8.`,
      'Nothing was changed: save it as UTF-8, and run the command again.',
    )
  }
}

function unreadable(path: string, error: unknown): Error {
  if (error instanceof UsageError) return error
  const code = codeOf(error)
  if (code === 'EISDIR')
    return new UsageError(
      `${JSON.stringify(path)} is a folder, where the client expects a file.`,
      'Move it away, and run the command again.',
    )
  return new UsageError(
    `${JSON.stringify(path)} cannot be read (${code}).`,
    'Nothing was changed: correct its permissions, and run the command again.',
  )
}

function unwritable(path: string, error: unknown): Error {
  const code = codeOf(error)
  return new UsageError(
    `${JSON.stringify(path)} cannot be written (${code}).`,
    'Nothing was changed: correct the permissions of the file and its folder, and run the command again.',
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

import { constants, type Stats } from 'node:fs'
import { lstat, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing, writeJson } from '../files.ts'
import { AttachError } from './attach-error.ts'

/**
 * The language of the lease and of the file. It changes when an earlier server could not use the
 * platform, and so does not follow the version of the program.
 */
export const PROTOCOL = 1

/** What every protocol says. */
const announcement = z.object({
  protocol: z.int(),
  version: z.string().regex(/^[\w.+-]{1,40}$/),
  pid: z.int(),
})

const address = announcement.extend({
  protocol: z.literal(PROTOCOL),
  /** Such as `http://127.0.0.1:49152`. */
  baseUrl: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  /** Valid as long as the process. */
  token: z.string().regex(/^\w{20,200}$/),
})

/** Where a platform listens. */
export type Address = z.output<typeof address>
/** A platform that speaks another protocol. */
export type OtherProtocol = z.output<typeof announcement>

/** Only the user may read the token, or say where to send it. */
const MODE = 0o600

/** Tells the servers of a data folder where its platform listens. */
export async function writeAddress(dir: string, value: Omit<Address, 'protocol'>): Promise<void> {
  await writeJson(fileIn(dir), { protocol: PROTOCOL, ...value }, MODE)
}

/** Removes the file, so that no server attaches any more. */
export async function removeAddress(dir: string): Promise<void> {
  await rm(fileIn(dir), { force: true })
}

/**
 * Reads the file, which a dead platform may have left behind.
 * @returns undefined if there is none, or what it says is not an address
 * @throws {AttachError} if another user could have written or read it
 */
export async function readAddress(dir: string): Promise<Address | OtherProtocol | undefined> {
  const path = fileIn(dir)
  // A link might lead to the file of somebody else, and a pipe would be waited for.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(path, flags).catch(async (error) => {
    if (isMissing(error)) return undefined
    const isOwn = await lstat(path).then(isOfUser, () => false)
    throw isOwn ? unsafe(path) : ofOtherUser(dir)
  })
  if (!file) return undefined
  try {
    const stats = await file.stat()
    if (!isOfUser(stats)) throw ofOtherUser(dir)
    if (!isPrivate(stats) || !stats.isFile()) throw unsafe(path)
    return parse(await file.readFile('utf8'))
  } finally {
    await file.close()
  }
}

function parse(text: string): Address | OtherProtocol | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const announced = announcement.safeParse(value).data
    return announced?.protocol === PROTOCOL ? address.safeParse(value).data : announced
  } catch {
    return undefined
  }
}

// Windows has neither such users nor such permissions.
const isOfUser = ({ uid }: Stats) => process.platform === 'win32' || uid === process.getuid?.()
const isPrivate = ({ mode }: Stats) => process.platform === 'win32' || (mode & 0o077) === 0

function ofOtherUser(dir: string): AttachError {
  return new AttachError(
    `The local platform of the data folder ${dir} belongs to another user.`,
    'Choose another folder with --local DIR.',
  )
}

function unsafe(path: string): AttachError {
  return new AttachError(
    `The file ${path}, which says where the local platform of this folder listens, is not private to this user.`,
    `Close the other windows, delete the file and call again, or choose another folder with --local DIR.`,
  )
}

function fileIn(dir: string): string {
  return join(dir, 'platform.json')
}

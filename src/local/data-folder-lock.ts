import { link, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { readJson } from './files.ts'
import { randomId } from './ids.ts'
import { readStartByProc, readStartByPs } from './process-stat.ts'

const holder = z.object({
  pid: z.number(),
  /**
   * Differs between two processes with the same pid. Empty if the system cannot tell them apart.
   */
  birth: z.string(),
  /** Whether the process is a platform that others can share. */
  isShared: z.boolean().default(false),
})

/** The process that holds a lock. */
export type Holder = z.output<typeof holder>

/** How long to wait while another process replaces the lock of a dead one, in milliseconds. */
const TAKEOVER_MS = 5

/**
 * How long to wait for a platform whose servers have just ended, and how often to look, in milliseconds.
 * It takes a second before it ends, and about another to end runs.
 */
const UNUSED_MS = 3000
const LOOK_MS = 50

const LOCK = 'lock'

/** Tells whether the name of a file in a directory is that of its lock, or of an attempt to get it. */
export const isOfLock = (name: string) => name === LOCK || name.startsWith(`${LOCK}.`)

/** A held lock. */
export interface Lock {
  release(): Promise<void>
}

/** The directory is locked by a process that is alive. */
export class InUseError extends Error {
  override name = 'InUseError'

  constructor(
    folder: string,
    readonly holder: Holder,
  ) {
    super(
      `The directory ${folder} is in use by process ${holder.pid}. Stop that process or choose another directory. If it is not apify-agent-tools, delete ${lockIn(folder)}.`,
    )
  }
}

/** Says how to free a directory. Where `birth` is empty, the pid may be that of another program. */
export function remedyFor(folder: string, { pid }: Holder): string {
  return `If process ${pid} is apify-agent-tools, end it; otherwise delete ${lockIn(folder)}.`
}

/**
 * Locks a directory for this process. A lock that a dead process left behind is taken over, by one
 * process, however many try at once.
 * @param isShared whether others may share what this process does with the directory
 * @throws {InUseError} with the pid of the holder, if that process is alive
 */
export async function lockDirectory(folder: string, isShared = false): Promise<Lock> {
  const path = lockIn(folder)
  const own = `${path}.${randomId()}`
  const { pid } = process
  try {
    await writeFile(own, JSON.stringify({ pid, birth: await birthOf(pid), isShared }))
    const other = await acquire(own, path)
    if (other) throw new InUseError(folder, other)
  } finally {
    await rm(own, { force: true })
  }
  return { release: () => rm(path, { force: true }) }
}

/**
 * Locks a directory as `lockDirectory` does, but first gives a platform that others share the time in
 * which it ends if nobody uses it any more.
 * @throws {InUseError} as `lockDirectory` does
 */
export async function lockWhenUnused(folder: string): Promise<Lock> {
  const giveUpAt = performance.now() + UNUSED_MS
  for (;;) {
    try {
      return await lockDirectory(folder)
    } catch (error) {
      const mayEnd = error instanceof InUseError && error.holder.isShared
      if (!mayEnd || performance.now() > giveUpAt) throw error
      await delay(LOOK_MS)
    }
  }
}

/** Returns the living process that holds the lock of a directory; undefined if there is none. */
export async function holderOf(folder: string): Promise<Holder | undefined> {
  const state = await readLock(lockIn(folder))
  return typeof state === 'object' ? state : undefined
}

function lockIn(folder: string): string {
  return join(folder, LOCK)
}

/**
 * Makes `path` a lock with the content of `own`.
 * @returns the living holder if there is one, and undefined if this process now holds the lock
 */
async function acquire(own: string, path: string): Promise<Holder | undefined> {
  for (;;) {
    // A link appears at once with its whole content, so nobody ever reads half a lock.
    if (await tryLink(own, path)) return undefined
    const state = await readLock(path)
    if (typeof state === 'object') return state
    if (state === 'dead' && (await takeOver(own, path))) return undefined
  }
}

/**
 * Replaces the lock of a dead process. Only the holder of a second lock may do that, since a lock that
 * was dead when it was read may be another one by the time it is removed.
 */
async function takeOver(own: string, path: string): Promise<boolean> {
  const second = `${path}.takeover`
  if (await acquire(own, second)) {
    await delay(TAKEOVER_MS)
    return false
  }
  // A name of its own, as the rename consumes it.
  const copy = `${path}.${randomId()}`
  try {
    if ((await readLock(path)) !== 'dead') return false
    await link(own, copy)
    await rename(copy, path)
    return true
  } finally {
    await Promise.all([copy, second].map((file) => rm(file, { force: true })))
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Returns the holder of a lock if that process is alive. An unreadable lock counts as dead. */
async function readLock(path: string): Promise<Holder | 'dead' | 'free'> {
  const content = await readJson(path).catch(() => 'unreadable')
  if (content === undefined) return 'free'
  const { data } = holder.safeParse(content)
  if (!data || !isAlive(data.pid)) return 'dead'
  const birth = await birthOf(data.pid)
  const mayBeSame = birth === data.birth || birth === '' || data.birth === ''
  return mayBeSame ? data : 'dead'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Returns the `birth` of a process. Of one that has ended it is a text that no lock has. */
async function birthOf(pid: number): Promise<string> {
  if (process.platform === 'win32') return ''
  const read = process.platform === 'linux' ? readStartByProc : readStartByPs
  const { start, hasEnded } = await read(pid)
  return hasEnded ? 'ended' : start
}

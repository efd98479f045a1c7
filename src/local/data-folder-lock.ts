import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing, readJson } from './files.ts'
import { randomId } from './ids.ts'
import { readProcessStat } from './process-stat.ts'

const holder = z.object({
  pid: z.number(),
  /** Tells a process from a later one of the same pid, where the system can; else empty. */
  birth: z.string(),
})

/** A held lock. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Locks a directory for this process; a lock whose holder is dead is taken over.
 * @throws {Error} that names the living holder
 */
export async function lockDirectory(folder: string): Promise<Lock> {
  const path = join(folder, 'lock')
  const own = `${path}.${randomId()}`
  await writeFile(own, JSON.stringify({ pid: process.pid, birth: await birthOf(process.pid) }))
  try {
    // A link is made whole or not at all, so that nobody ever reads half a lock.
    while (!(await tryLink(own, path))) await removeIfDead(folder, path)
  } finally {
    await rm(own, { force: true })
  }
  return { release: () => rm(path, { force: true }) }
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

async function removeIfDead(folder: string, path: string): Promise<void> {
  const alive = await livingHolder(path)
  if (alive !== undefined) {
    throw new Error(
      `The directory ${folder} is in use by process ${alive}. End it or choose another directory.`,
    )
  }
  // Two processes may see the same dead lock; only one can rename it, the other tries again.
  const aside = `${path}.${randomId()}`
  await rename(path, aside).catch((error) => {
    if (!isMissing(error)) throw error
  })
  const moved = await livingHolder(aside)
  if (moved !== undefined) await tryLink(aside, path)
  await rm(aside, { force: true })
}

/** The pid in a lock file if that process lives; a file that is no lock counts as dead. */
async function livingHolder(path: string): Promise<number | undefined> {
  const { data } = holder.safeParse(await readJson(path).catch(() => undefined))
  if (!data || !isAlive(data.pid)) return undefined
  const birth = await birthOf(data.pid)
  return birth === data.birth ? data.pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It exists if it is only not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The boot and the tick in it at which a process started; in containers pids repeat often. */
async function birthOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  const [boot, fields] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readProcessStat(pid),
  ])
  // Field 22 is the start time.
  return `${boot.trim()}:${fields[19] ?? ''}`
}

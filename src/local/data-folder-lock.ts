import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing, readJson } from './files.ts'
import { randomId } from './ids.ts'
import { readProcessStat } from './process-stat.ts'

const holder = z.object({
  pid: z.number(),
  /**
   * Differs between two processes with the same pid. Empty if the system cannot tell them apart.
   */
  birth: z.string(),
})

/** A held lock. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Locks a directory for this process. A lock that a dead process left behind is taken over.
 * @throws {Error} with the pid of the holder, if that process is alive
 */
export async function lockDirectory(folder: string): Promise<Lock> {
  const path = join(folder, 'lock')
  const own = `${path}.${randomId()}`
  await writeFile(own, JSON.stringify({ pid: process.pid, birth: await birthOf(process.pid) }))
  try {
    // A link appears at once with its whole content, so nobody ever reads half a lock.
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
      `The directory ${folder} is in use by process ${alive}. Stop that process or choose another directory.`,
    )
  }
  // Two processes may see the same dead lock. Only one can rename it; the other tries again.
  const aside = `${path}.${randomId()}`
  await rename(path, aside).catch((error) => {
    if (!isMissing(error)) throw error
  })
  const moved = await livingHolder(aside)
  if (moved !== undefined) await tryLink(aside, path)
  await rm(aside, { force: true })
}

/** Returns the pid in a lock file if that process is alive. An unreadable lock counts as dead. */
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
    // EPERM: the process exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Returns the boot id and the tick at which a process started. In containers pids repeat often. */
async function birthOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  const [boot, fields] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readProcessStat(pid),
  ])
  // Field 22 is the start time.
  return `${boot.trim()}:${fields[19] ?? ''}`
}

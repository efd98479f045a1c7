import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { readJson, writeJson } from '../files.ts'
import { isId } from '../ids.ts'
import { killGroup, untilGroupIsGone } from './process-group.ts'

const marker = z.object({
  /** The process group of the run, once it has one. */
  pid: z.number().optional(),
  /** Its temporary folder, once it has one. */
  home: z.string().optional(),
})

type Marker = z.infer<typeof marker>

/** A small file for each run in progress, so that the next start can clean up after a crash. */
export class CrashMarkers {
  constructor(private readonly root: string) {}

  async set(runId: string, value: Marker): Promise<void> {
    await writeJson(this.fileOf(runId), value)
  }

  async remove(runId: string): Promise<void> {
    await rm(this.fileOf(runId), { force: true })
  }

  /**
   * Kills the remaining processes of the marked runs and returns the ids of those runs. Keeps the
   * markers.
   */
  async clearUp(): Promise<string[]> {
    const names = await readdir(this.root)
    const runIds = names.map((name) => name.replace(/\.json$/, '')).filter(isId)
    for (const runId of runIds) {
      const { pid, home } = marker.parse((await readJson(this.fileOf(runId))) ?? {})
      if (pid && (await isRun(pid, runId))) await end(pid)
      if (home) await rm(home, { recursive: true, force: true })
    }
    return runIds
  }

  private fileOf(runId: string): string {
    return join(this.root, `${runId}.json`)
  }
}

async function end(pid: number): Promise<void> {
  killGroup(pid, 'SIGKILL')
  await untilGroupIsGone(pid)
}

/** Tells by its environment whether a process is the run's: the pid may have been reused. */
async function isRun(pid: number, runId: string): Promise<boolean> {
  const environment = await readEnvironment(pid).catch(() => '')
  return environment.split(/[\0\s]/).includes(`ACTOR_RUN_ID=${runId}`)
}

async function readEnvironment(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/environ`, 'utf8')
  const ps = await promisify(execFile)('ps', ['eww', '-o', 'command=', '-p', String(pid)])
  return ps.stdout
}

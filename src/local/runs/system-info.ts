import { readdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { readProcessStat } from '../process-stat.ts'

/** As much as Crawlee's own measure allows before it slows down. */
const OVERLOADED_RATIO = 0.95

/** Linux counts memory in pages of this size on all machines that Node runs on, but for a few. */
const PAGE_BYTES = 4096

/** What the platform tells a run of its machine, each time since the time before. */
export class SystemInfo {
  private former = readCpu()

  /** @param group the process group of the run */
  async measure(group: number) {
    const now = readCpu()
    const total = now.total - this.former.total
    const ratio = total > 0 ? (now.busy - this.former.busy) / total : 0
    this.former = now
    return {
      createdAt: new Date().toISOString(),
      cpuCurrentUsage: ratio * 100,
      isCpuOverloaded: ratio > OVERLOADED_RATIO,
      memCurrentBytes: await memoryOf(group),
    }
  }
}

/** Times of all processors since the machine started, in milliseconds. */
function readCpu() {
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  const total = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle)
  return { busy: total - idle, total }
}

/** The memory of a process group in bytes; 0 where the system does not tell without effort. */
async function memoryOf(group: number): Promise<number> {
  if (process.platform !== 'linux') return 0
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const sizes = await Promise.all(pids.map((pid) => memoryInGroup(pid, group)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function memoryInGroup(pid: string, group: number): Promise<number> {
  // Fields 5 and 24: the group and the resident pages.
  const fields = await readProcessStat(pid)
  return Number(fields[2]) === group ? Number(fields[21]) * PAGE_BYTES : 0
}

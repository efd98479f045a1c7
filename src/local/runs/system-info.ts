import { readdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { readProcessStat } from '../process-stat.ts'

/** The CPU ratio above which Crawlee slows a crawl down. */
const OVERLOADED_RATIO = 0.95

/** The size of a memory page in Linux on most machines. */
const PAGE_BYTES = 4096

/** Measures the machine for a run. Each measurement covers the time since the last one. */
export class SystemInfo {
  private former = readCpu()
  private readonly cpu = new Series()
  private readonly memory = new Series()

  /**
   * Returns the data of a `systemInfo` event. Apify's SDK for Python ignores one that lacks a field.
   * @param group the process group of the run
   */
  async measure(group: number) {
    const now = readCpu()
    const total = now.total - this.former.total
    const ratio = total > 0 ? (now.busy - this.former.busy) / total : 0
    this.former = now
    const memory = await memoryOf(group)
    this.cpu.add(ratio * 100)
    this.memory.add(memory)
    return {
      createdAt: new Date().toISOString(),
      cpuCurrentUsage: ratio * 100,
      cpuAvgUsage: this.cpu.average,
      cpuMaxUsage: this.cpu.maximum,
      isCpuOverloaded: ratio > OVERLOADED_RATIO,
      memCurrentBytes: memory,
      memAvgBytes: this.memory.average,
      memMaxBytes: this.memory.maximum,
    }
  }
}

/** The average and the maximum of all values so far. */
class Series {
  maximum = 0
  private sum = 0
  private count = 0

  get average(): number {
    return this.sum / Math.max(1, this.count)
  }

  add(value: number): void {
    this.maximum = Math.max(this.maximum, value)
    this.sum += value
    this.count += 1
  }
}

/** Returns the times of all processors since the machine started, in milliseconds. */
function readCpu() {
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  const total = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle)
  return { busy: total - idle, total }
}

/** Returns the memory of a process group in bytes; 0 on systems other than Linux. */
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

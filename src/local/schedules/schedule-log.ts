import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LineFile } from '../folder-index/line-file.ts'

/** From the API's description: the log has up to this many entries. */
const MAX_ENTRIES = 1000

/** A file with more lines is shortened. */
const MAX_LINES = 2 * MAX_ENTRIES

const entry = z.object({
  message: z.string(),
  level: z.enum(['INFO', 'WARN', 'ERROR']),
  createdAt: z.string(),
})

/** A line of the log of a schedule, in the API's form. */
export type LogEntry = z.infer<typeof entry>

/** What happened to the schedules, in a file each. */
export class ScheduleLogs {
  private readonly files = new Map<string, LineFile>()

  /** @param root the folder of the files */
  constructor(private readonly root: string) {}

  /** Returns the last entries of a schedule, oldest first. */
  async read(id: string): Promise<LogEntry[]> {
    const lines = await this.fileOf(id).read()
    const entries = lines.flatMap((line) => {
      const { data } = entry.safeParse(parseLine(line))
      return data ? [data] : []
    })
    return entries.slice(-MAX_ENTRIES)
  }

  /** Adds an entry soon. */
  async add(id: string, given: LogEntry): Promise<void> {
    // Counts the lines of earlier processes.
    if (!this.files.has(id)) await this.read(id)
    const file = this.fileOf(id)
    file.add(JSON.stringify(given))
    if (file.count < MAX_LINES) return
    const kept = await this.read(id)
    file.replace(() => kept.map((one) => JSON.stringify(one)))
  }

  async delete(id: string): Promise<void> {
    await this.fileOf(id).settle()
    this.files.delete(id)
    await rm(this.pathOf(id), { force: true })
  }

  /** Waits for pending writes. Never rejects. */
  async settle(): Promise<void> {
    await Promise.all([...this.files.values()].map((file) => file.settle()))
  }

  private fileOf(id: string): LineFile {
    const known = this.files.get(id) ?? new LineFile(this.pathOf(id))
    this.files.set(id, known)
    return known
  }

  private pathOf(id: string): string {
    return join(this.root, `${id}.log.jsonl`)
  }
}

/** Returns undefined for a line that a crash has torn. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

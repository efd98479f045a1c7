import { PassThrough, type Readable } from 'node:stream'
import { projectsIn } from '../actors/project.ts'
import { ApiError, messageOf } from '../api-error.ts'
import type { LeaseLine, LeaseTerms } from './lease-terms.ts'

/** How long a platform waits for its first server, in milliseconds. */
const FIRST_MS = 10_000
/** How long it waits for another server when the last one is gone, in milliseconds. */
const LAST_MS = 1000

/** Lines that are kept for the first server. */
const MAX_EARLY_LINES = 100
/** What is kept for a server that reads nothing, in bytes. Further lines are lost to it. */
const MAX_UNREAD_BYTES = 1024 * 1024

export interface LeasesOptions {
  /** The folder of the bundled Actors. */
  bundledActors: string
  /** Called with each server that attaches. */
  onAttached(): void
  /** Called once, when there is no server any more. */
  onUnused(): void
}

/** The servers that use a platform. Each holds a connection, and is gone when that closes. */
export class Leases {
  private readonly held = new Map<PassThrough, string[]>()
  private early: string[] = []
  private timer: NodeJS.Timeout | undefined
  private hasEnded = false

  constructor(private readonly options: LeasesOptions) {}

  /** Waits for the first server from now on. */
  begin(): void {
    if (!this.areHeld) this.wait(FIRST_MS)
  }

  /** Tells whether a server is attached. */
  get areHeld(): boolean {
    return this.held.size > 0
  }

  /** The folders of all servers, each once, in the order in which they were named first. */
  get actorDirs(): string[] {
    return [...new Set([...this.held.values()].flat())]
  }

  /**
   * Attaches a server, until the stream that is returned closes.
   * @throws {ApiError} 400 if a folder cannot be read, 503 if the platform is ending
   */
  async attach({ actorDirs, bundledActors }: LeaseTerms): Promise<Readable> {
    const dirs = [...(bundledActors ? [this.options.bundledActors] : []), ...actorDirs]
    const problem = await Promise.all(dirs.map(projectsIn)).then(() => undefined, messageOf)
    // Looked at last: it may end in the meantime.
    if (this.hasEnded) throw new ApiError(503, 'internal-server-error', ENDING)
    if (problem !== undefined) {
      if (!this.areHeld) this.wait(LAST_MS)
      throw new ApiError(400, 'invalid-request', problem)
    }
    return this.hold(dirs)
  }

  /** Sends a line to the operators of all servers. */
  log(line: string): void {
    if (!this.areHeld) this.early = [...this.early, line].slice(-MAX_EARLY_LINES)
    for (const lease of this.held.keys()) send(lease, { log: line })
  }

  /** Attaches no further server. */
  end(): void {
    this.hasEnded = true
    clearTimeout(this.timer)
  }

  private hold(dirs: string[]): Readable {
    const lease = new PassThrough()
    clearTimeout(this.timer)
    this.held.set(lease, dirs)
    lease.once('close', () => {
      this.held.delete(lease)
      if (!this.areHeld) this.wait(LAST_MS)
    })
    send(lease, { attached: true })
    for (const line of this.early) send(lease, { log: line })
    this.early = []
    this.options.onAttached()
    return lease
  }

  private wait(ms: number): void {
    clearTimeout(this.timer)
    if (this.hasEnded) return
    this.timer = setTimeout(() => {
      this.end()
      this.options.onUnused()
    }, ms)
  }
}

function send(lease: PassThrough, line: LeaseLine): void {
  if (lease.writableLength > MAX_UNREAD_BYTES) return
  lease.write(`${JSON.stringify(line)}\n`)
}

const ENDING = 'The local platform is ending. Attach to the next one.'

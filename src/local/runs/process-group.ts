import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Command } from './command.ts'

export interface ProcessOptions {
  command: Command
  folder: string
  environment: Record<string, string>
  /** Called with each piece of standard output (`1`) and standard error (`2`). */
  onOutput: (text: string, stream: 1 | 2) => void
}

/** How long other processes may hold the output open after the process has ended. */
const DRAIN_MS = 1000

/** A process and all processes that it starts. They share a process group. */
export class ProcessGroup {
  /** Resolves with the exit code once the group is gone and its output is read. */
  readonly ended: Promise<number>
  private killTimer: NodeJS.Timeout | undefined
  private drainMs = DRAIN_MS

  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {
    this.ended = this.watch()
  }

  /** Starts a command. Rejects if the program does not exist. */
  static async start(options: ProcessOptions): Promise<ProcessGroup> {
    const { command, folder, environment, onOutput } = options
    const child = spawn(command.file, command.args, {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => onOutput(text, 1))
    child.stderr.setEncoding('utf8').on('data', (text: string) => onOutput(text, 2))
    await once(child, 'spawn')
    if (child.pid === undefined) throw new Error(`${command.file} was started without a pid.`)
    return new ProcessGroup(child, child.pid)
  }

  /** Kills the group at once. */
  kill(): void {
    this.signal('SIGKILL')
  }

  /**
   * Asks the group to end, and kills it after a grace period. A later call replaces the period.
   * @param signal undefined if the group was asked in another way
   */
  terminate(graceMs: number, signal: 'SIGTERM' | undefined): void {
    if (signal) this.signal(signal)
    clearTimeout(this.killTimer)
    this.killTimer = setTimeout(() => this.signal('SIGKILL'), graceMs)
  }

  /** Like `terminate`, but does not wait for output that other processes hold open. */
  abandon(graceMs: number): void {
    this.drainMs = 0
    this.terminate(graceMs, 'SIGTERM')
  }

  private async watch(): Promise<number> {
    const closed = once(this.child, 'close')
    const [code, signal]: (number | NodeJS.Signals | null)[] = await once(this.child, 'exit')
    clearTimeout(this.killTimer)
    this.signal('SIGKILL')
    const drain = setTimeout(() => {
      this.child.stdout?.destroy()
      this.child.stderr?.destroy()
    }, this.drainMs)
    await closed
    clearTimeout(drain)
    return typeof code === 'number' ? code : 128 + numberOf(signal)
  }

  private signal(signal: NodeJS.Signals): void {
    killGroup(this.pid, signal)
  }
}

/** Signals a process group. A group that is already gone is not an error. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    // Windows has no process groups: there only the process itself can be killed.
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!isGone) throw error
  }
}

function numberOf(signal: unknown): number {
  const found = Object.entries(constants.signals).find(([name]) => name === signal)
  return found?.[1] ?? 0
}

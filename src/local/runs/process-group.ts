import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from './command.ts'

export interface ProcessOptions {
  command: Command
  folder: string
  environment: Record<string, string>
  /** A descriptor for both standard output and standard error. */
  output: number
}

/** How long killed processes may take to be gone. */
const GONE_MS = 250
/** How often to look whether they are. */
const LOOK_MS = 5

/** A process and all processes that it starts. They share a process group. */
export class ProcessGroup {
  /** Resolves with the exit code once the group is gone. */
  readonly ended: Promise<number>
  private killTimer: NodeJS.Timeout | undefined

  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {
    this.ended = this.watch()
  }

  /** Starts a command. Rejects if the program does not exist. */
  static async start(options: ProcessOptions): Promise<ProcessGroup> {
    const { command, folder, environment, output } = options
    const child = spawn(command.file, command.args, {
      cwd: folder,
      env: environment,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output, output],
    })
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

  private async watch(): Promise<number> {
    const [code, signal]: (number | NodeJS.Signals | null)[] = await once(this.child, 'exit')
    clearTimeout(this.killTimer)
    this.signal('SIGKILL')
    await untilGroupIsGone(this.pid)
    return typeof code === 'number' ? code : 128 + numberOf(signal)
  }

  private signal(signal: NodeJS.Signals): void {
    killGroup(this.pid, signal)
  }
}

/**
 * Resolves when no process of a killed group writes any more: a process that is in a write when it
 * is killed completes it first. Gives up after a moment, as nobody may clear up dead processes.
 */
export async function untilGroupIsGone(pid: number): Promise<void> {
  if (process.platform === 'win32') return
  for (let waitedMs = 0; waitedMs < GONE_MS && hasGroup(pid); waitedMs += LOOK_MS) {
    await delay(LOOK_MS)
  }
}

function hasGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 0)
  } catch {
    return false
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

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Reads what Linux reports about a process in `/proc/PID/stat`.
 * @returns the fields from the third on, as numbered in proc(5); an empty list if there is no such
 *   process
 */
export async function readProcessStat(pid: number | string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field, the command, may hold spaces and brackets. The last ")" ends it.
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** What tells two processes with the same pid apart, and whether only the exit code is left of one. */
export interface ProcessStart {
  /** Empty if the system does not tell it. */
  start: string
  hasEnded: boolean
}

/** Reads the start of a process, to the second, as systems without `/proc` tell it by `ps`. */
export async function readStartByPs(pid: number): Promise<ProcessStart> {
  // The same text for all who ask, whatever their language and time zone.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const args = ['-o', 'stat=,lstart=', '-p', String(pid)]
  const found = await promisify(execFile)('ps', args, { env }).catch(() => undefined)
  const [state = '', ...start] = found?.stdout.trim().split(/\s+/) ?? []
  return { start: start.join(' '), hasEnded: state.startsWith('Z') }
}

/**
 * Reads the boot id and the tick at which a process started, from `/proc`: in containers pids repeat
 * often.
 */
export async function readStartByProc(pid: number): Promise<ProcessStart> {
  const [boot, fields] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readProcessStat(pid),
  ])
  // Fields 3, 20 and 22: the state of the main thread, the number of threads, and the start time.
  const hasEnded = fields[0] === 'Z' && Number(fields[17]) <= 1
  return { start: `${boot.trim()}:${fields[19] ?? ''}`, hasEnded }
}

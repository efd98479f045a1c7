import { readFile } from 'node:fs/promises'

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

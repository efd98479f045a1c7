import type { CallEnvironment } from './call-environment.ts'
import { callLog, type WriteCallLog } from './call-log.ts'
import { CallRecord, type RecordedResult } from './call-record.ts'
import type { CallWatch } from './call-watch.ts'
import type { Tool } from './tool.ts'

/** The client of a call, as far as it matters to the observers. */
interface WatchedCaller {
  signal: AbortSignal
  method?: string | undefined
  meta?: Readonly<Record<string, unknown>> | undefined
  log?: WriteCallLog | undefined
}

/** Returns whether a call has an observer. */
export function isWatched({ observers }: CallEnvironment, { log }: WatchedCaller): boolean {
  return observers !== undefined || log !== undefined
}

/**
 * Makes a call, and tells its observers.
 * @param call gets what collects what it does
 */
export async function watchCall<Result extends RecordedResult>(
  tool: Tool,
  { observers = [], tenant, redactor }: CallEnvironment,
  { signal, method = 'tools/call', meta, log }: WatchedCaller,
  call: (record: CallRecord | undefined) => Promise<Result>,
): Promise<Result> {
  const begun = { tool, method, meta, tenant, redactor }
  const watches: CallWatch[] = observers.flatMap((observer) => observer.begin(begun) ?? [])
  if (log) watches.push(callLog(log))
  if (watches.length === 0) return call(undefined)
  const record = new CallRecord(watches)
  const result = await call(record)
  await record.end(result, signal.aborted)
  return result
}

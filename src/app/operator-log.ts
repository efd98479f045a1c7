import { isLogged, type LogLevel } from '../shared/log-level.ts'
import type { ObservationOptions } from './observation.ts'

/** The lines for the operator of a server that is not over HTTP. */
export interface OperatorLog {
  /** Writes a warning, if the level of the log shows any. */
  log(line: string): void
  /** Writes a line, whatever the level is. */
  write(line: string): void
}

/** @param threshold lines below this level are left out */
export function operatorLog(threshold: LogLevel, write: (line: string) => void): OperatorLog {
  return { write, log: isLogged('warning', threshold) ? write : () => {} }
}

/** Writes a line to standard error. */
export function writeStderr(line: string): void {
  process.stderr.write(`apify-agent-tools: ${line}\n`)
}

/** Returns what writes messages about calls as lines. */
export function debugLines(write: (line: string) => void): ObservationOptions['debug'] {
  return ({ tool, redactor }, _, { message }) =>
    write(redactor.logLine(`debug: ${tool.name}: ${message}`))
}

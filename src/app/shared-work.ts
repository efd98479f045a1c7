import type { DataFolder } from '../apify/types/data-folder.ts'
import type { RunLedger } from '../shared/run-ledger.ts'
import type { Shares } from '../shared/shares.ts'

/** What the calls of all processes that serve one port have in common. */
export interface SharedWork {
  /** How many processes there are. */
  processes: number
  /** The memory for large JSON, in MiB. */
  jsonShares: Shares
  /** The places of queries. */
  queryPlaces: Shares
  /** Counts what runs cost; undefined if nothing limits them. */
  ledger: RunLedger | undefined
  /**
   * Starts the local platform if it does not run, and returns where it keeps its data.
   * @throws {ToolError} if it cannot be used
   */
  openPlatform(): Promise<DataFolder>
  /** Appends a line to the audit log, which one process writes for all. */
  writeAudit(line: string): Promise<void>
}

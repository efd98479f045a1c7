import { type FileHandle, open } from 'node:fs/promises'
import { watchChanges } from './file-changes.ts'
import { OUTPUT_HEADER, type OutputFile, outputFile, removeOutput } from './output-file.ts'
import { OutputReader } from './output-reader.ts'
import type { RunLog } from './run-log.ts'

/**
 * Takes the output of a process in a file and follows it into the log. A write to a file is complete
 * when it returns, so nothing is lost however the process ends. Both streams go to the same file,
 * which keeps their order.
 */
export class OutputSpool {
  private readonly reader: OutputReader
  private readonly unwatch: () => void
  private isChanged = false
  private following: Promise<void> | undefined
  private fault: { error: unknown } | undefined

  private constructor(
    private readonly log: RunLog,
    private readonly file: OutputFile,
    private readonly handle: FileHandle,
  ) {
    this.reader = new OutputReader(handle, log)
    this.unwatch = watchChanges(file.path, () => this.follow())
  }

  /**
   * Starts a process whose output goes to the log.
   * @param start gets the descriptor for the standard output and error of the process
   * @throws what `start` throws
   */
  static async open<T>(
    log: RunLog,
    start: (output: number) => Promise<T>,
  ): Promise<{ started: T; spool: OutputSpool }> {
    const file = outputFile(log.path, await log.beginOutput())
    // Each write goes to the end, whatever other processes write and wherever the file is cut.
    const output = await open(file.path, 'a', 0o600)
    try {
      await output.appendFile(OUTPUT_HEADER)
      const spool = new OutputSpool(log, file, await open(file.path, 'r+'))
      try {
        // Whoever opens `/dev/stdout` would empty the file, and gets an error now, as with a socket.
        if (process.platform !== 'win32') await output.chmod(0o400)
        return { started: await start(output.fd), spool }
      } catch (error) {
        await spool.end()
        throw error
      }
    } finally {
      await output.close()
    }
  }

  /**
   * Reads the rest once the process has ended, and deletes the file.
   * @throws {Error} if the file could not be read
   */
  async end(): Promise<void> {
    this.unwatch()
    this.reader.stop()
    await this.following
    try {
      if (this.fault) throw this.fault.error
      await this.reader.end()
    } finally {
      await this.log.endOutput()
      // A process that outlived its run may keep the file on the disk.
      await this.handle.truncate().catch(() => {})
      await this.handle.close()
      await removeOutput(this.file)
    }
  }

  private follow(): void {
    this.isChanged = true
    this.following ??= this.readChanges()
      .catch((error) => {
        this.fault ??= { error }
      })
      .finally(() => {
        this.following = undefined
      })
  }

  private async readChanges(): Promise<void> {
    while (this.isChanged) {
      this.isChanged = false
      await this.reader.read()
    }
  }
}

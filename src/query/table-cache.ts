import type { Engine } from './engine.ts'
import type { TableInfo } from './query-contract.ts'

/** Most engines that are kept. */
const MAX_KEPT = 3

/** An engine with its tables. */
export interface LoadedEngine {
  engine: Engine
  tables: TableInfo[]
  /** What the tables take, in bytes. */
  bytes: number
  /** The version of the rows, as of `TableSource`; undefined if the tables must not be kept. */
  version: string | undefined
  /** What the tables were asked for by: an id, a name or a run may mean one dataset. The datasets' own ids are among them. */
  keys: ReadonlySet<string>
}

/**
 * Engines that wait for the next question about their tables, the one that was used last at the end. One that is
 * in use is not here, so a second question at the same time loads its own.
 */
export class TableCache {
  private kept: LoadedEngine[] = []

  /** @param maxBytes what the tables of all kept engines may take together */
  constructor(private readonly maxBytes: number) {}

  get isEmpty(): boolean {
    return this.kept.length === 0
  }

  /** Returns whether an engine with some tables is kept, in any version. */
  has(key: string): boolean {
    return this.kept.some(({ keys }) => keys.has(key))
  }

  /** Takes the engine with some tables out. One with another version of them ends. */
  take(key: string, version: string): LoadedEngine | undefined {
    const found = this.remove(key)
    if (!found) return undefined
    if (found.version === version && !found.engine.isBroken) return found
    void found.engine.end()
    return undefined
  }

  /** Keeps an engine for the next question; the ones that were used least recently make room. */
  put(loaded: LoadedEngine): void {
    const others = [...loaded.keys].flatMap((key) => this.remove(key) ?? [])
    for (const { engine } of others) void engine.end()
    const same = others.filter(({ version }) => version === loaded.version)
    const keys = new Set([loaded, ...same].flatMap((one) => [...one.keys]))
    this.kept.push({ ...loaded, keys })
    while (this.kept.length > MAX_KEPT || this.bytes() > this.maxBytes)
      void this.kept.shift()?.engine.end()
  }

  /** Ends all engines. */
  async close(): Promise<void> {
    await Promise.all(this.kept.splice(0).map(({ engine }) => engine.end()))
  }

  private bytes(): number {
    return this.kept.reduce((sum, one) => sum + one.bytes, 0)
  }

  private remove(key: string): LoadedEngine | undefined {
    const at = this.kept.findIndex(({ keys }) => keys.has(key))
    return at === -1 ? undefined : this.kept.splice(at, 1)[0]
  }
}

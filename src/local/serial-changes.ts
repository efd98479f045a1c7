/** Makes changes of the same key one after another. Changes of different keys run side by side. */
export class SerialChanges {
  private readonly pending = new Map<string, Promise<void>>()

  /** Makes a change after the pending changes of its key. Resolves or rejects as the change does. */
  async make(key: string, change: () => Promise<void>): Promise<void> {
    const turn = this.settle(key).then(change)
    this.pending.set(key, turn)
    try {
      await turn
    } finally {
      if (this.pending.get(key) === turn) this.pending.delete(key)
    }
  }

  /** Waits for the pending changes of a key. Never rejects. */
  async settle(key: string): Promise<void> {
    await this.pending.get(key)?.catch(() => {})
  }

  /** Waits for all pending changes. Never rejects. */
  async settleAll(): Promise<void> {
    await Promise.allSettled(this.pending.values())
  }
}

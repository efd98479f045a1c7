import type { NamedActor } from './start-limits.ts'

/**
 * Actors by `user/name`, `user/*` or ID. Names compare without regard to case, as Apify compares them; IDs do
 * not.
 */
export class ActorSet {
  private readonly ids = new Set<string>()
  private readonly names = new Set<string>()
  private readonly users = new Set<string>()

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [user = '', name] = entry.split('/')
      if (name === undefined) this.ids.add(entry)
      else if (name === '*') this.users.add(user.toLowerCase())
      else this.names.add(entry.toLowerCase())
    }
  }

  get hasIds(): boolean {
    return this.ids.size > 0
  }

  has({ id, name }: NamedActor): boolean {
    return this.ids.has(id) || this.hasName(name)
  }

  /** Returns whether all that an entry of another set means is in this one, as far as names tell. */
  covers(entry: string): boolean {
    return this.ids.has(entry) || (entry.includes('/') && this.hasName(entry))
  }

  hasName(name: string): boolean {
    const lower = name.toLowerCase()
    return this.names.has(lower) || this.users.has(lower.split('/')[0] ?? '')
  }
}

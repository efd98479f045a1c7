import { ToolError } from '../shared/errors.ts'
import { quotedName } from '../shared/quote.ts'
import type { NamedActor } from '../shared/start-limits.ts'

/** Entries of a list that an error shows. */
const MAX_SHOWN = 5

/** Each entry is `user/name`, `user/*` or the ID of an Actor. */
export interface ActorListConfig {
  /** Undefined if every Actor may run that is not denied. */
  allow: readonly string[] | undefined
  deny: readonly string[]
}

/** The Actors that may run. Names compare without regard to case, as Apify compares them; IDs do not. */
export class AllowLists {
  private readonly allow: ActorSet | undefined
  private readonly deny: ActorSet

  constructor(private readonly config: ActorListConfig) {
    this.allow = config.allow && new ActorSet(config.allow)
    this.deny = new ActorSet(config.deny)
  }

  /**
   * Checks an Actor.
   * @param outcome what a refusal means for the call, for the error
   * @throws {ToolError} that names the list
   */
  check(actor: NamedActor, outcome: string): void {
    if (this.deny.has(actor)) throw this.refusal(actor.name, '--deny-actors', outcome)
    if (this.allow?.has(actor) === false) throw this.refusal(actor.name, '--allow-actors', outcome)
  }

  /**
   * Returns the flag of the list that refuses an Actor whose ID is not known.
   * @returns undefined if it may run, or its ID decides
   */
  refusesName(name: string): string | undefined {
    if (this.deny.hasName(name)) return '--deny-actors'
    return this.allow?.hasName(name) === false && !this.allow.hasIds ? '--allow-actors' : undefined
  }

  private refusal(name: string, flag: string, outcome: string): ToolError {
    const { allow } = this.config
    const shown = allow?.slice(0, MAX_SHOWN).join(', ')
    const more = allow && allow.length > MAX_SHOWN ? ` and ${allow.length - MAX_SHOWN} more` : ''
    return new ToolError(
      `Actor ${quotedName(name)} ${flag === '--deny-actors' ? 'is refused by this server (--deny-actors)' : 'is not among those that this server runs (--allow-actors)'}, so ${outcome}.`,
      `${shown === undefined ? 'Choose another Actor' : `It runs ${shown}${more}`}. Its operator can change ${flag}; do not look for a way around it.`,
    )
  }
}

class ActorSet {
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

  hasName(name: string): boolean {
    const lower = name.toLowerCase()
    return this.names.has(lower) || this.users.has(lower.split('/')[0] ?? '')
  }
}

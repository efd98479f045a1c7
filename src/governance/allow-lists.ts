import { ActorSet } from '../shared/actor-set.ts'
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

  private refusal(name: string, flag: string, outcome: string): ToolError {
    const isDenied = flag === '--deny-actors'
    const why = isDenied ? 'is refused by this server' : 'is not among those that this server runs'
    const advice = isDenied ? 'Choose another Actor.' : `It runs ${this.allowed()}.`
    return new ToolError(
      `Actor ${quotedName(name)} ${why} (${flag}), so ${outcome}.`,
      `${advice} Its operator can change ${flag}; do not look for a way around it.`,
    )
  }

  /** Returns the first of the Actors that may run, and how many there are. */
  private allowed(): string {
    const { allow = [] } = this.config
    const more = allow.length > MAX_SHOWN ? ` and ${allow.length - MAX_SHOWN} more` : ''
    return `${allow.slice(0, MAX_SHOWN).join(', ')}${more}`
  }
}

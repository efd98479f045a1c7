import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'
import { actorToolName } from '../../tools/support/actor-tool/tool-name.ts'
import { distinctNames } from '../../tools/support/text/distinct-names.ts'
import type { LateTools } from '../mcp/late-tools.ts'
import { plainActorName } from '../shared/handles.ts'
import type { Tool } from '../tool-call/tool.ts'
import { type ActorEntry, counts, isOpen, mayBeNamed } from './actor-entry.ts'
import { mayPass, messageOf, pauseAfter, staysTheSame } from './read-again.ts'

/**
 * How long lists wait for Actors that are still being read, in milliseconds. It begins with the first
 * list; later ones wait for what is left of it. With the time that loading the server takes, a client
 * waits about 3 s.
 */
const LIST_WAIT_MS = 2500
/**
 * How long a call waits for an Actor that is still read, in milliseconds. With the 50 s of the call
 * itself it ends before the 60 s after which clients give up.
 */
const CALL_WAIT_MS = 9000
export interface ActorToolsOptions {
  /** Names of Actors, as the operator wrote them. */
  actors: readonly string[]
  /** Names that other tools have. */
  takenNames: ReadonlySet<string>
  /** Reads an Actor. */
  load(actorId: string, signal: AbortSignal): Promise<ActorTool>
  log(line: string): void
  /** Waits; ends early, without an error, when the signal is aborted. */
  wait?: (ms: number, options: { signal: AbortSignal; ref?: boolean }) => Promise<unknown>
}

/** Reads Actors in the background and offers each as a tool as soon as it has arrived. */
export class ActorTools implements LateTools {
  readonly actors: readonly string[]
  private readonly options: Required<ActorToolsOptions>
  private readonly entries: ActorEntry[]
  private readonly events = new EventEmitter().setMaxListeners(0)
  private readonly stopped = new AbortController()
  private readonly tried: Promise<unknown>
  private listable: Promise<void> | undefined
  /** Every tool that was ever offered by a name, so that a client with an old list can call it. */
  private readonly byName = new Map<string, Tool>()
  /** The full name of the Actor of each tool. */
  private readonly actorOf = new WeakMap<Tool, string>()
  private tools: readonly Tool[] = []
  private mayBeListed = false

  constructor({ wait = defaultWait, ...options }: ActorToolsOptions) {
    this.options = { ...options, wait }
    const names = options.actors.map(plainActorName).filter((name) => name !== '')
    this.actors = [...new Set(names)]
    this.entries = this.actors.map((name) => ({ name, state: 'loading', isReported: false }))
    this.tried = Promise.all(this.entries.map((entry) => this.firstTry(entry)))
  }

  arrived(): readonly Tool[] {
    return this.tools
  }

  isComplete(actors?: ReadonlySet<string>): boolean {
    return !this.entries.some((entry) => isOpen(entry) && counts(entry, actors))
  }

  ready(): Promise<void> {
    this.listable ??= this.becomeListable()
    return this.listable
  }

  async find(
    name: string,
    signal: AbortSignal,
    actors?: ReadonlySet<string>,
  ): Promise<Tool | 'late' | undefined> {
    if (!this.mayArrive(name, actors)) return this.byName.get(name)
    const waited = new AbortController()
    const end = AbortSignal.any([signal, this.stopped.signal, waited.signal])
    this.options.wait(CALL_WAIT_MS, { signal: end }).then(() => waited.abort())
    while (this.mayArrive(name, actors) && !end.aborted)
      await once(this.events, 'step', { signal: end }).catch(() => {})
    waited.abort()
    return this.byName.get(name) ?? (this.mayArrive(name, actors) ? 'late' : undefined)
  }

  onChange(listener: () => void): () => void {
    this.events.on('change', listener)
    return () => this.events.off('change', listener)
  }

  actorNamed(name: string): string | undefined {
    const plain = plainActorName(name)
    return this.entries.find((entry) => entry.name === plain || entry.loaded?.fullName === plain)
      ?.name
  }

  isToolOf(tool: Tool, actors: ReadonlySet<string>): boolean {
    const actor = this.actorOf.get(tool)
    if (actor === undefined) return false
    return this.entries.some((entry) => counts(entry, actors) && entry.loaded?.fullName === actor)
  }

  /** Stops reading. */
  stop(): void {
    this.stopped.abort()
  }

  private async becomeListable(): Promise<void> {
    const { signal } = this.stopped
    await Promise.race([this.tried, this.options.wait(LIST_WAIT_MS, { signal, ref: false })])
    this.mayBeListed = true
    if (this.stopped.signal.aborted) return
    for (const entry of this.entries.filter(({ state }) => state === 'loading'))
      this.report(entry, 'is still being read. Its tool is added when it arrives.')
  }

  /** Tries once, and goes on in the background if that may help. */
  private async firstTry(entry: ActorEntry): Promise<void> {
    if (await this.isSettled(entry, 0)) return
    this.tryAgain(entry)
  }

  private async tryAgain(entry: ActorEntry): Promise<void> {
    const { signal } = this.stopped
    for (let tries = 1; !signal.aborted; tries++) {
      await this.options.wait(pauseAfter(tries), { signal, ref: false })
      if (signal.aborted || (await this.isSettled(entry, tries))) return
    }
  }

  /**
   * Reads an Actor.
   * @param tries how often that was tried before
   * @returns whether there is no point in another try
   */
  private async isSettled(entry: ActorEntry, tries: number): Promise<boolean> {
    try {
      entry.loaded = await this.options.load(entry.name, this.stopped.signal)
      entry.state = 'loaded'
      this.arrange()
      if (entry.isReported) this.report(entry, 'is offered now.')
      return true
    } catch (error) {
      if (this.stopped.signal.aborted) return true
      const isLasting = staysTheSame(error)
      entry.state = !isLasting && mayPass(tries) ? 'retrying' : 'left-out'
      const message = messageOf(error)
      if (isLasting) this.report(entry, `is left out. ${message}`)
      else if (tries === 0) this.report(entry, `is left out for now, and tried again. ${message}`)
      return isLasting
    } finally {
      this.events.emit('step')
    }
  }

  /** Names the tools again, now that one more has arrived. */
  private arrange(): void {
    const loaded = new Map<string, ActorTool>()
    for (const { loaded: tool } of this.entries)
      if (tool && !loaded.has(tool.key)) loaded.set(tool.key, tool)
    // Those that are still missing keep their names free, so that no tool is renamed later.
    const actors = this.entries.map(({ name, loaded }) => loaded?.fullName ?? name)
    const names = distinctNames(actors, this.options.takenNames, actorToolName)
    const before = this.tools.map(({ name }) => name).join()
    this.tools = [...loaded.values()].map(({ fullName, tool }) => {
      const named = { ...tool, name: names.get(fullName) ?? tool.name }
      this.actorOf.set(named, fullName)
      return named
    })
    for (const tool of this.tools) this.byName.set(tool.name, tool)
    // A second name of an Actor adds no tool.
    const isChanged = this.tools.map(({ name }) => name).join() !== before
    if (this.mayBeListed && isChanged) this.events.emit('change')
  }

  /** Returns whether a tool of this name is missing, but may arrive soon. */
  private mayArrive(name: string, actors?: ReadonlySet<string>): boolean {
    if (this.byName.has(name) || this.options.takenNames.has(name)) return false
    return this.entries.some(
      (entry) => isOpen(entry) && counts(entry, actors) && mayBeNamed(entry.name, name),
    )
  }

  private report(entry: ActorEntry, text: string): void {
    entry.isReported = true
    this.options.log(`--actor-tools: ${entry.name} ${text}`)
  }
}

function defaultWait(ms: number, options: { signal: AbortSignal; ref?: boolean }) {
  return sleep(ms, undefined, options).catch(() => {})
}

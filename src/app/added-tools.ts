import { EventEmitter } from 'node:events'
import type { ActorTool } from '../../tools/runs/actor-as-tool.ts'
import { actorToolName } from '../../tools/support/actor-tool/tool-name.ts'
import { distinctNames } from '../../tools/support/text/distinct-names.ts'
import type { Apify } from '../apify/types/apify.ts'
import type { LateTools } from '../mcp/late-tools.ts'
import { ToolError } from '../shared/errors.ts'
import { plainActorName } from '../shared/handles.ts'
import { quoted } from '../shared/quote.ts'
import type { ActorToolList, ListedActorTool } from '../tool-call/actor-tool-list.ts'
import type { Tool } from '../tool-call/tool.ts'
import { mayBeNamed } from './actor-entry.ts'

/** How many tools may be added: each may take 600 tokens of every conversation. */
const MAX_ADDED = 20

interface AddedToolsOptions {
  /** The tools of the Actors that the operator has named; undefined if there are none. */
  named: LateTools | undefined
  /** Names that other tools have. */
  takenNames: ReadonlySet<string>
  /** Reads an Actor. */
  load(actorId: string, apify: Apify): Promise<ActorTool>
}

interface Added extends ActorTool {
  /** Names and ids by which its Actor may be called. */
  aliases: ReadonlySet<string>
}

/**
 * The tools of Actors that calls have added, behind those that the operator has named. No tool gets
 * another name by what is added or removed.
 */
export class AddedTools implements LateTools, ActorToolList {
  readonly actors: readonly string[]
  private readonly options: AddedToolsOptions
  private readonly named: LateTools | undefined
  private readonly events = new EventEmitter().setMaxListeners(0)
  private added: readonly Added[] = []
  private shown: { named: readonly Tool[]; added: readonly Added[]; all: readonly Tool[] }

  constructor(options: AddedToolsOptions) {
    this.options = options
    this.named = options.named
    this.actors = options.named?.actors ?? []
    this.shown = { named: [], added: [], all: [] }
  }

  async add(actorId: string, apify: Apify): Promise<ListedActorTool> {
    const loaded = await this.options.load(actorId, apify)
    const present =
      this.namedToolOf(loaded.fullName) ?? this.added.find(({ key }) => key === loaded.key)?.tool
    if (present) return { toolName: present.name, actorName: loaded.fullName }
    if (this.added.length >= MAX_ADDED) throw tooMany()
    const tool = { ...loaded.tool, name: this.freeName(loaded.fullName) }
    const aliases = new Set([loaded.fullName, loaded.actorId, plainActorName(actorId)])
    this.change([...this.added, { ...loaded, tool, aliases }])
    return { toolName: tool.name, actorName: loaded.fullName }
  }

  remove(name: string): ListedActorTool {
    const plain = plainActorName(name)
    const removed = this.added.find(({ tool, aliases }) => tool.name === name || aliases.has(plain))
    if (!removed) throw this.isNamed(name) ? this.notYours(name) : this.notAdded(name)
    this.change(this.added.filter((one) => one !== removed))
    return { toolName: removed.tool.name, actorName: removed.fullName }
  }

  arrived(): readonly Tool[] {
    const named = this.named?.arrived() ?? NONE
    const { added } = this
    if (named !== this.shown.named || added !== this.shown.added) {
      // An Actor that the operator has named, too, may arrive after it was added.
      const own = added.filter(({ fullName }) => !this.namedToolOf(fullName))
      this.shown = { named, added, all: [...named, ...own.map(({ tool }) => tool)] }
    }
    return this.shown.all
  }

  isComplete(actors?: ReadonlySet<string>): boolean {
    return this.named?.isComplete(actors) ?? true
  }

  async ready(): Promise<void> {
    await this.named?.ready()
  }

  async find(name: string, signal: AbortSignal, actors?: ReadonlySet<string>) {
    const added = this.added.find(({ tool }) => tool.name === name)
    return added?.tool ?? this.named?.find(name, signal, actors)
  }

  onChange(listener: () => void): () => void {
    const end = this.named?.onChange(listener)
    this.events.on('change', listener)
    return () => {
      end?.()
      this.events.off('change', listener)
    }
  }

  actorNamed(name: string): string | undefined {
    return this.named?.actorNamed(name)
  }

  isToolOf(tool: Tool, actors: ReadonlySet<string>): boolean {
    return this.named?.isToolOf(tool, actors) ?? false
  }

  private change(added: readonly Added[]): void {
    this.added = added
    this.events.emit('change')
  }

  /** Returns the tool of an Actor that the operator has named, if it has arrived. */
  private namedToolOf(fullName: string): Tool | undefined {
    const actor = this.actorNamed(fullName)
    return actor === undefined ? undefined : this.arrivedTool(actor)
  }

  private arrivedTool(actor: string): Tool | undefined {
    return this.named?.arrived().find((tool) => this.isToolOf(tool, new Set([actor])))
  }

  /** Returns a name that no other tool has, nor one that may still arrive. */
  private freeName(fullName: string): string {
    const plain = actorToolName(fullName)
    const missing = this.actors.filter((actor) => !this.arrivedTool(actor))
    const taken = new Set([
      ...this.options.takenNames,
      ...(this.named?.arrived() ?? NONE).map(({ name }) => name),
      ...this.added.map(({ tool }) => tool.name),
      ...(missing.some((actor) => mayBeNamed(actor, plain)) ? [plain] : []),
    ])
    return distinctNames([fullName], taken, actorToolName).get(fullName) ?? plain
  }

  private isNamed(name: string): boolean {
    const isTool = this.named?.arrived().some((tool) => tool.name === name)
    return isTool || this.actorNamed(name) !== undefined
  }

  private notYours(name: string): ToolError {
    return new ToolError(
      `The operator of this server has named ${quoted(name)} (\`--actor-tools\`), so it stays.`,
      this.inventory(),
    )
  }

  private notAdded(name: string): ToolError {
    return new ToolError(`No tool was added for ${quoted(name)}.`, this.inventory())
  }

  private inventory(): string {
    if (this.added.length === 0) return 'There is none to remove.'
    return `Those that can be removed: ${this.added.map(({ tool }) => tool.name).join(', ')}.`
  }
}

const NONE: readonly Tool[] = []

function tooMany(): ToolError {
  return new ToolError(
    `${MAX_ADDED} tools were added already, the most that this server takes.`,
    'Remove one with `remove_actor_tool`, or run this Actor with `run_actor`.',
  )
}

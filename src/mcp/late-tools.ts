import type { Tool } from '../tool-call/tool.ts'

/** Tools that arrive while the server already serves: those of Actors, which are read at the start or later. */
export interface LateTools {
  /** The Actors, as the operator named them. */
  actors: readonly string[]
  /** Those that have arrived so far. */
  arrived(): readonly Tool[]
  /**
   * Whether all have arrived, except those that cannot be read.
   * @param actors those that count; default: all
   */
  isComplete(actors?: ReadonlySet<string>): boolean
  /** Resolves when a list may be answered: everything was tried, or a client has waited long enough. */
  ready(): Promise<void>
  /**
   * Finds a tool by its name, and waits for one that may still arrive.
   * @param actors those whose tools are waited for; default: all
   * @returns `late` if it has not arrived in time; undefined if there is no such tool
   */
  find(
    name: string,
    signal: AbortSignal,
    actors?: ReadonlySet<string>,
  ): Promise<Tool | 'late' | undefined>
  /**
   * Calls a function whenever the list changes after clients may have read it.
   * @returns a function that ends this
   */
  onChange(listener: () => void): () => void
  /** Returns an Actor as the operator named it, by any of its names; undefined if none is named so. */
  actorNamed(name: string): string | undefined
  /** Returns whether a tool that has arrived is that of one of some Actors, as the operator named them. */
  isToolOf(tool: Tool, actors: ReadonlySet<string>): boolean
}

import type { Tool } from '../../tool-call/tool.ts'
import type { LateTools } from '../late-tools.ts'

/** Returns the late tools of some Actors; the others are as if they had never been offered. */
export function narrowLateTools(all: LateTools, actors: ReadonlySet<string>): LateTools {
  let before: readonly Tool[] | undefined
  let left: readonly Tool[] = []
  return {
    actors: all.actors.filter((name) => actors.has(name)),
    arrived() {
      const now = all.arrived()
      // The same list as long as nothing has changed, since others compare it.
      if (now !== before) left = now.filter((tool) => all.isToolOf(tool, actors))
      before = now
      return left
    },
    isComplete: () => all.isComplete(actors),
    ready: () => all.ready(),
    async find(name, signal) {
      const tool = await all.find(name, signal, actors)
      return typeof tool === 'object' && !all.isToolOf(tool, actors) ? undefined : tool
    },
    onChange: (listener) => all.onChange(listener),
    actorNamed: (name) => all.actorNamed(name),
    isToolOf: (tool, named) => all.isToolOf(tool, named),
  }
}

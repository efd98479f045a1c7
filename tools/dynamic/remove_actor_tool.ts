import { z } from 'zod'
import { ToolError } from '../../src/shared/errors.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { runTargets } from '../support/arguments.ts'
import { listOf } from '../support/changing-list.ts'

export default defineTool({
  name: 'remove_actor_tool',
  title: 'Remove Actor tool',
  description: 'Removes a tool that `add_actor_tool` has added, by its Actor or its name.',
  purpose: 'Remove such a tool again',
  toolset: 'dynamic',
  annotations: { ...WRITE, idempotentHint: true, openWorldHint: false },
  needs: 'list-changes',
  input: z.strictObject({ actorId: runTargets.actorId, toolName: z.string().optional() }),
  output: z.object({ toolName: z.string(), actorName: z.string(), removed: z.boolean() }),
  async handler({ actorId, toolName }, context) {
    const name = actorId ?? toolName
    if (name === undefined || (actorId !== undefined && toolName !== undefined))
      throw new ToolError(
        name === undefined
          ? 'Neither `actorId` nor `toolName` is given.'
          : 'Both `actorId` and `toolName` are given.',
        'Give exactly one of them.',
      )
    return { ...listOf(context).remove(name), removed: true }
  },
})

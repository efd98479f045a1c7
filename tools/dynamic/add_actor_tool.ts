import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { actorId } from '../support/arguments.ts'
import { listOf } from '../support/changing-list.ts'

export default defineTool({
  name: 'add_actor_tool',
  title: 'Add Actor tool',
  description:
    'Adds a tool that runs one Actor, with its input as arguments; runs nothing yet. For single runs use `run_actor`.',
  purpose: 'Turn an Actor into a tool',
  toolset: 'dynamic',
  annotations: { ...WRITE, idempotentHint: true },
  needs: 'list-changes',
  input: z.strictObject({ actorId }),
  output: z.object({ toolName: z.string(), actorName: z.string(), note: z.string() }),
  async handler({ actorId }, context) {
    const added = await listOf(context).add(actorId, context.apify)
    return {
      ...added,
      note: 'Call the tool with the input of the Actor as its arguments. A client that does not hear `notifications/tools/list_changed` must list the tools again to see it.',
    }
  },
})

import { z } from 'zod'
import type { Run } from '../../src/apify/types/run-types.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { type Context, defineTool, SPEND, type Tool } from '../../src/tool-call/tool.ts'
import abortRun from '../../tools/runs/abort_run.ts'

/** The Actor of `actor/`, on the local platform. */
const ACTOR = 'local/sleeper'
/** Longer than the suite waits for a call that is not a task. */
const WAIT_SECS = 30

const input = z.strictObject({
  seconds: z.number().min(0).default(1),
  label: z.string().optional(),
})
const output = z.object({ status: z.string() })

/** Defines a tool that runs the Actor, and waits for its end if the client knows no tasks. */
function runTool(name: string, show: (run: Run) => z.output<typeof output>): Tool {
  const start = ({ seconds }: z.output<typeof input>, { apify }: Context) =>
    apify.startRun({ actorId: ACTOR }, { seconds }, {})
  return defineTool({
    name,
    title: name,
    description: `The fixture ${name} of the conformance suite.`,
    toolset: 'runs',
    annotations: SPEND,
    input,
    output,
    async handler(given, context) {
      const run = await start(given, context)
      return show(await context.apify.waitForRun(run, { waitSecs: WAIT_SECS }))
    },
    task: {
      waits: true,
      view: z.object({}),
      start,
      result: async (run) => show(run),
    },
  })
}

/** A tool that only clients with tasks may call. */
export const NEEDS_TASK = 'failing_job'

/** The tools of the suite that run as tasks, and the one that cancels them. */
export const TASK_TOOLS: readonly Tool[] = [
  runTool('slow_compute', ({ status }) => ({ status })),
  runTool(NEEDS_TASK, () => {
    throw new ToolError('This tool fails on purpose.', 'Nothing needs to be done.')
  }),
  abortRun,
]

import { z } from 'zod'
import type { Apify } from '../../apify/types/apify.ts'
import { hasEnded, type Run, runLine } from '../../apify/types/run-types.ts'
import { ToolError } from '../../shared/errors.ts'
import { defineTool, READ, type RunTask, type Tool } from '../../tool-call/tool.ts'
import { taskRun } from './task-state.ts'

/** A tool that can be called as a task. */
export interface TaskTool extends Tool {
  task: RunTask<Tool['input'], Tool['output']>
}

export function isTaskTool(tool: Tool): tool is TaskTool {
  return tool.task !== undefined
}

/** What is known of a run right after its start. */
export const startedTask = z.object({ run: taskRun, note: z.string().optional() })

/**
 * Returns a tool with the arguments and the confirmation of another that only starts the run.
 * @param labelOf returns the label that is kept with the run
 */
export function startTool(
  tool: TaskTool,
  labelOf: (view: Record<string, unknown>) => string,
): Tool<z.ZodObject, typeof startedTask> {
  const { task, timeoutSecs: _, ...rest } = tool
  return defineTool({
    ...rest,
    output: startedTask,
    async handler(input, context) {
      const taskLabel = labelOf(task.view.parse(input))
      const apify = labelStarts(context.apify, taskLabel)
      const { note, ...run } = await task.start(input, { ...context, apify })
      return { run, note }
    },
  })
}

/** Returns the API with a `startRun` that labels the run. */
function labelStarts(apify: Apify, taskLabel: string): Apify {
  return Object.assign(Object.create(apify), {
    startRun: (...[target, input, options]: Parameters<Apify['startRun']>): Promise<Run> =>
      apify.startRun(target, input, { ...options, taskLabel }),
  })
}

/**
 * Returns a tool that waits for a run, and shows of it what another tool shows.
 * @param onEnd is called when the run has ended, before its result is read
 */
export function resultTool(
  tool: TaskTool,
  view: Record<string, unknown>,
  onEnd: () => void = () => {},
): Tool {
  return defineTool({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    toolset: tool.toolset,
    annotations: READ,
    input: z.strictObject({ runId: z.string(), waitSecs: z.number() }),
    output: tool.output,
    async handler({ runId, waitSecs }, context) {
      const { apify, progress } = context
      const onPoll = (seen: Run) => progress(runLine(seen))
      const run = await apify.waitForRun(await apify.getRun(runId), { waitSecs, onPoll })
      if (!hasEnded(run)) throw stillGoing(run, waitSecs)
      onEnd()
      const shown = tool.task.view.safeParse(view).data ?? tool.task.view.parse({})
      return tool.task.result(run, shown, context)
    },
  })
}

function stillGoing({ runId, status }: Run, waitSecs: number): ToolError {
  return new ToolError(
    `Run ${runId} is still ${status} after ${waitSecs} s; it continues.`,
    'Poll with `tasks/get`, and ask for the result when it has ended.',
  )
}

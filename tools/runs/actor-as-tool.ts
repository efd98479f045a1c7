import { z } from 'zod'
import type { Apify } from '../../src/apify/types/apify.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { AFTER_WAIT_SECS } from '../../src/tool-call/call-environment.ts'
import {
  type Confirmation,
  type Context,
  defineTool,
  type RunTask,
  type Tool,
} from '../../src/tool-call/tool.ts'
import { inputSchemaOf } from '../support/actor-input/describe-input.ts'
import { type ActorArguments, fitArguments } from '../support/actor-tool/fit-arguments.ts'
import { inArguments, toInput } from '../support/actor-tool/rename-fields.ts'
import { actorToolDescription, actorToolName } from '../support/actor-tool/tool-name.ts'
import { pastedActorId } from '../support/pasted-ids/pasted-id.ts'
import { MAX_WAIT_WITH_PROGRESS_SECS } from '../support/run/run-schemas.ts'
import { nameHash } from '../support/text/distinct-names.ts'
import { oneLine } from '../support/text/one-line.ts'

/**
 * How long a call without progress waits for its run, in seconds; leaves time to read the results.
 */
const SILENT_WAIT_SECS = 38

/** A tool that runs one Actor. */
export interface ActorTool {
  /** Tells the Actor from others, whatever name it was read by. */
  key: string
  actorId: string
  /** `user/name`, if the API told it. */
  fullName: string
  tool: Tool
}

/**
 * Reads an Actor and returns the tool that runs it and takes its input as arguments.
 * @param pasted name, id or address of the Actor
 * @param sync the tool that runs any Actor and returns its results
 * @throws {ToolError} if the Actor or its input schema cannot be read, or its required fields do not
 *   fit into a tool
 */
export async function loadActorTool(
  pasted: string,
  sync: Tool,
  apify: Pick<Apify, 'getActor' | 'findDefaultBuild'>,
): Promise<ActorTool> {
  const actorId = pastedActorId(pasted)
  const [actor, build] = await Promise.all([
    apify.getActor(actorId),
    apify.findDefaultBuild(actorId),
  ])
  const named = actor.username && actor.name ? `${actor.username}/${actor.name}` : undefined
  const fullName = named ?? actorId
  const head = {
    name: actorToolName(fullName),
    title: oneLine(actor.title, 60) ?? fullName,
    description: actorToolDescription(fullName, actor),
  }
  // The name may get a hash later, if another tool has it too.
  const longest = { ...head, name: actorToolName(fullName, nameHash(fullName)) }
  const schema = inputSchemaOf(build)
  if (!schema && build?.inputSchema) {
    // It may require fields, and a run without them costs money and fails.
    throw new ToolError(
      'The input schema of this Actor cannot be read.',
      '`run_actor` takes any input.',
    )
  }
  const args = fitArguments(schema ?? {}, longest)
  const tool = defineTool({
    ...head,
    actor: fullName,
    toolset: 'actors',
    annotations: sync.annotations,
    ...(sync.view && { view: sync.view }),
    ...(sync.payment && { payment: sync.payment }),
    ...(sync.confirm && { confirm: confirmationOf(fullName, args, sync, sync.confirm) }),
    timeoutSecs: MAX_WAIT_WITH_PROGRESS_SECS + AFTER_WAIT_SECS,
    input: args.schema,
    literal: Object.keys(args.schema.shape),
    output: sync.output,
    ...(sync.task && { task: taskOf(fullName, args, sync, sync.task) }),
    handler: (input, context) => runActor(fullName, input, args, sync, context),
  })
  return { key: named ?? actor.id, actorId: actor.id, fullName, tool }
}

function confirmationOf(
  actorId: string,
  { fields }: ActorArguments,
  sync: Tool,
  { kind, starts, question, content }: Confirmation<Tool['input']>,
): Confirmation<z.ZodObject> {
  const call = (args: Record<string, unknown>) =>
    sync.input.parse({ actorId, input: toInput(args, fields) })
  return {
    kind,
    starts: (args) => starts?.(call(args)) ?? [],
    question: (args, context) => question(call(args), context),
    content: (args) => content?.(call(args)),
  }
}

function taskOf(
  actorId: string,
  { fields }: ActorArguments,
  sync: Tool,
  task: RunTask<Tool['input'], Tool['output']>,
): RunTask<z.ZodObject, Tool['output']> {
  return {
    waits: true,
    view: z.object({}),
    async start(args, context) {
      const call = sync.input.parse({ actorId, input: toInput(args, fields) })
      try {
        return await task.start(call, context)
      } catch (error) {
        throw inArguments(error, fields)
      }
    },
    result: (run, _, context) => task.result(run, {}, context),
  }
}

async function runActor(
  actorId: string,
  args: Record<string, unknown>,
  { fields }: ActorArguments,
  sync: Tool,
  context: Context,
) {
  const waitSecs = context.wantsProgress ? MAX_WAIT_WITH_PROGRESS_SECS : SILENT_WAIT_SECS
  const call = sync.input.parse({ actorId, input: toInput(args, fields), waitSecs })
  try {
    return await sync.handler(call, context)
  } catch (error) {
    throw inArguments(error, fields)
  }
}

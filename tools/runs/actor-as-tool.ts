import type { z } from 'zod'
import { toToolError } from '../../src/shared/errors.ts'
import {
  AFTER_WAIT_SECS,
  type CallEnvironment,
  scopeOf,
} from '../../src/tool-call/call-environment.ts'
import { type Confirmation, type Context, defineTool, type Tool } from '../../src/tool-call/tool.ts'
import { inputSchemaOf } from '../support/actor-input/describe-input.ts'
import { fitArguments } from '../support/actor-tool/fit-arguments.ts'
import { actorToolDescription, actorToolName } from '../support/actor-tool/tool-name.ts'
import { pastedActorId } from '../support/pasted-ids/pasted-id.ts'
import { MAX_WAIT_WITH_PROGRESS_SECS } from '../support/run/run-schemas.ts'
import { oneLine } from '../support/text/one-line.ts'

/**
 * How long reading one Actor may take at the start, in milliseconds; a slower one is left out.
 */
const LOAD_TIMEOUT_MS = 15_000
/**
 * How long a call without progress waits for its run, in seconds; leaves time to read the results.
 */
const SILENT_WAIT_SECS = 38

/**
 * Returns tools that run one Actor each and take its input as their own arguments.
 * @param sync the tool that runs any Actor and returns its results
 * @returns the tools of the Actors that could be read; a log line names each of the others
 */
export async function loadActorTools(
  actorIds: readonly string[],
  sync: Tool,
  environment: CallEnvironment,
): Promise<Tool[]> {
  const loaded = await Promise.all(
    actorIds.map(async (actorId) => {
      try {
        return [await loadActorTool(pastedActorId(actorId), sync, environment)]
      } catch (error) {
        environment.log(`--actor-tools: ${actorId} is left out. ${toToolError(error).message}`)
        return []
      }
    }),
  )
  return loaded.flat()
}

async function loadActorTool(
  actorId: string,
  sync: Tool,
  environment: CallEnvironment,
): Promise<Tool> {
  const apify = await environment.connect(scopeOf(LOAD_TIMEOUT_MS))
  const [actor, build] = await Promise.all([
    apify.getActor(actorId),
    apify.findDefaultBuild(actorId),
  ])
  const fullName = actor.username && actor.name ? `${actor.username}/${actor.name}` : actorId
  const head = {
    name: actorToolName(fullName),
    title: oneLine(actor.title, 60) ?? fullName,
    description: actorToolDescription(fullName, actor),
  }
  const input = fitArguments(inputSchemaOf(build) ?? {}, head)
  return defineTool({
    ...head,
    toolset: 'actors',
    annotations: sync.annotations,
    ...(sync.confirm && { confirm: confirmationOf(fullName, sync, sync.confirm) }),
    timeoutSecs: MAX_WAIT_WITH_PROGRESS_SECS + AFTER_WAIT_SECS,
    input,
    literal: Object.keys(input.shape),
    output: sync.output,
    handler: (input, context) => runActor(fullName, input, sync, context),
  })
}

function confirmationOf(
  actorId: string,
  sync: Tool,
  { kind, question }: Confirmation<Tool['input']>,
): Confirmation<z.ZodObject> {
  return {
    kind,
    question: (input, context) => question(sync.input.parse({ actorId, input }), context),
  }
}

function runActor(actorId: string, input: object, sync: Tool, context: Context) {
  const waitSecs = context.wantsProgress ? MAX_WAIT_WITH_PROGRESS_SECS : SILENT_WAIT_SECS
  return sync.handler(sync.input.parse({ actorId, input, waitSecs }), context)
}

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ApiActor } from '../../src/apify/types/actor-types.ts'
import { countTokens } from '../../src/budget/fit-rows.ts'
import { toToolError } from '../../src/shared/errors.ts'
import { type CallEnvironment, scopeOf } from '../../src/tool-call/call-environment.ts'
import { type Confirmation, type Context, defineTool, type Tool } from '../../src/tool-call/tool.ts'
import { type CompiledField, compileFields } from '../support/actor-input/compile-fields.ts'
import { inputSchemaOf } from '../support/actor-input/describe-input.ts'
import { oneLine } from '../support/text/one-line.ts'

/** What one Actor may cost of the context, as name, description and input schema. */
const MAX_TOKENS = 600
/** More fields never fit. */
const MAX_FIELDS = 100
/** Characters of a name: clients put the server's before it and end at 64, VS Code up to 18 of them. */
const NAME_CHARS = 40
/** Descriptions of fields are tried at these lengths, in characters. */
const DESCRIPTION_CHARS = [160, 100, 60, 30, 0]
/** How long the server may take to read an Actor before it starts without it, in milliseconds. */
const PATIENCE_MS = 15_000
/** Seconds that a call waits for its run: up to the deadline of calls, or longer with progress. */
const WAIT_SECS = { silent: 38, withProgress: 300 }

/**
 * Tools that each run one Actor, whose input they take as their own arguments.
 * @param sync the tool that runs any Actor and returns what it made
 * @returns the tools of those Actors that could be read; the others are told to the operator
 */
export async function loadActorTools(
  actorIds: readonly string[],
  sync: Tool,
  environment: CallEnvironment,
): Promise<Tool[]> {
  const loaded = await Promise.all(
    actorIds.map(async (actorId) => {
      try {
        return [await loadActorTool(actorId, sync, environment)]
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
  const apify = await environment.connect(scopeOf(PATIENCE_MS))
  const [actor, build] = await Promise.all([
    apify.getActor(actorId),
    apify.findDefaultBuild(actorId),
  ])
  const named = actor.username && actor.name ? `${actor.username}/${actor.name}` : actorId
  const head = {
    name: toolName(named),
    title: oneLine(actor.title, 60) ?? named,
    description: describe(named, actor),
  }
  const fields = fitFields(inputSchemaOf(build) ?? {}, head)
  return defineTool({
    ...head,
    toolset: 'actors',
    annotations: sync.annotations,
    ...(sync.confirm && { confirm: confirmationOf(named, sync, sync.confirm) }),
    timeoutSecs: WAIT_SECS.withProgress + 10,
    input: toObject(fields),
    output: sync.output,
    handler: (input, context) => run(named, input, sync, context),
  })
}

function confirmationOf(
  actorId: string,
  sync: Tool,
  { kind, question }: Confirmation<Tool['input']>,
): Confirmation<z.ZodObject> {
  return {
    kind,
    question: (input, around) => question(sync.input.parse({ actorId, input }), around),
  }
}

function run(actorId: string, input: object, sync: Tool, context: Context) {
  const waitSecs = context.wantsProgress ? WAIT_SECS.withProgress : WAIT_SECS.silent
  return sync.handler(sync.input.parse({ actorId, input, waitSecs }), context)
}

/** Letters, digits, `_` and `-`, no digit first, are what every client takes in names. */
function toolName(actorId: string): string {
  const plain = actorId
    .replace(/[/~]/, '--')
    .replace(/[^\w-]/g, '-')
    .replace(/^(?![a-zA-Z_])/, '_')
  if (plain.length <= NAME_CHARS) return plain
  // Names that are cut to the same beginning stay apart.
  const mark = createHash('sha256').update(actorId).digest('hex').slice(0, 6)
  return `${plain.slice(0, NAME_CHARS - mark.length - 1)}-${mark}`
}

function describe(actorId: string, actor: ApiActor): string {
  const does = oneLine(actor.description, 150) ?? oneLine(actor.title, 60) ?? ''
  const end = /[.!?…]$/.test(does) || does === '' ? '' : '.'
  return `Runs Actor ${actorId.slice(0, 70)} and returns its first rows. ${does}${end}`.trim()
}

/** As much as fits: short descriptions before fewer fields, and the required fields always. */
function fitFields(schema: Record<string, unknown>, head: object): CompiledField[] {
  const cost = (fields: CompiledField[]) =>
    countTokens({
      ...head,
      inputSchema: z.toJSONSchema(toObject(fields), { unrepresentable: 'any' }),
    })
  for (const chars of DESCRIPTION_CHARS) {
    const fields = compileFields(schema, chars)
    if (fields.length <= MAX_FIELDS && cost(fields) <= MAX_TOKENS) return fields
  }
  // Required fields come first, so that what is cut at the end is optional as long as it can be.
  const fields = compileFields(schema, 0).slice(0, MAX_FIELDS)
  while (fields.length > 0 && cost(fields) > MAX_TOKENS) {
    fields.length -= Math.max(1, fields.length >> 4)
  }
  return fields
}

function toObject(fields: readonly CompiledField[]): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      fields.map(({ name, required, schema, accepts, type }) => {
        const field = z.custom<unknown>(accepts, `must be of type ${type}`).meta(schema)
        return [name, required ? field : field.optional()]
      }),
    ),
  )
}

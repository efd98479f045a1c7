import { z } from 'zod'
import type { ApiActor, ApiBuild } from '../../src/apify/types/actor-types.ts'
import { countTokens, fitPage } from '../../src/budget/fit-rows.ts'
import { textPage } from '../../src/budget/text-page.ts'
import { defineTool, READ, type Settings } from '../../src/tool-call/tool.ts'
import { describeInput } from '../support/actor-input/describe-input.ts'
import { fieldTable, readObjectSchema } from '../support/actor-input/input-schema.ts'
import { actorId, note, notes } from '../support/arguments.ts'
import { currentPricing, pricedEvents, priceInWords } from '../support/pricing.ts'
import { firstNames, oneLine } from '../support/text/one-line.ts'

/** Names of the dataset's fields that stand beside the input. */
const FIELDS_NAMED = 30

const output = z.object({
  actorId: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  build: z.string().optional(),
  price: z.string().optional(),
  memoryMbytes: z.number().optional(),
  timeoutSecs: z.number().optional(),
  datasetFields: z.array(z.string()).optional(),
  example: z.unknown().optional(),
  input: z.array(z.unknown()).optional(),
  fields: z.array(z.unknown()).optional(),
  views: z.record(z.string(), z.array(z.string())).optional(),
  events: z.array(z.unknown()).optional(),
  text: z.string().optional(),
  next: z.object({ offset: z.number() }).optional(),
  note,
})
type Result = z.input<typeof output>

/** What a section is made from. */
interface Source {
  actor: ApiActor
  build: ApiBuild | undefined
  /** Where the page begins: fields, events, or characters of the README. */
  offset: number
  settings: Settings
}

export default defineTool({
  name: 'get_actor',
  title: 'Get Actor',
  description:
    'How to use an Actor: its input fields, a working example input, price, memory and the fields of its rows. Other sections: `readme`, `output`, `pricing`. Call it before you first run an Actor.',
  toolset: 'actors',
  annotations: READ,
  input: z.strictObject({
    actorId,
    section: z.enum(['input', 'readme', 'output', 'pricing']).default('input'),
    offset: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .describe('Where to continue; take it from `next`')
      .default(0),
  }),
  output,
  async handler({ actorId, section, offset }, { apify, settings }) {
    const [actor, build] = await Promise.all([
      apify.getActor(actorId),
      section === 'pricing' ? undefined : apify.findDefaultBuild(actorId),
    ])
    const source = { actor, build, offset, settings }
    if (section === 'readme') return showReadme(source)
    if (section === 'output') return showOutput(source)
    return section === 'pricing' ? showPricing(source) : showInput(source)
  },
})

function named({ id, username, name }: ApiActor): string {
  return username && name ? `${username}/${name}` : id
}

function priceOf({ actor, settings }: Source): string {
  if (settings.mode === 'local') return 'free; it runs on this machine'
  return priceInWords(currentPricing(actor.pricingInfos))
}

async function showInput(source: Source): Promise<Result> {
  const { actor, build, offset, settings } = source
  const { fields, example, reason } = await describeInput(actor, build)
  const rows = fields.slice(offset)
  const dataset = Object.keys(datasetSchema(build).properties)
  const { memoryMbytes, timeoutSecs } = actor.defaultRunOptions ?? {}
  // The example passes the Actor's check as it stands, so that it is shown whole or not at all.
  const shown = example && countTokens(example) < settings.maxResultTokens / 3 ? example : undefined
  const first = offset === 0 && {
    title: oneLine(actor.title, 100),
    description: oneLine(actor.description, 300),
    build: build?.buildNumber ?? undefined,
    price: priceOf(source),
    memoryMbytes: memoryMbytes ?? undefined,
    timeoutSecs: timeoutSecs ?? undefined,
    datasetFields: dataset.length > 0 ? shortNames(dataset, settings) : undefined,
    example: shown,
  }
  return fitPage(rows, settings.maxResultTokens, (fitted) => ({
    actorId: named(actor),
    ...first,
    input: fitted.rows,
    next: fitted.rowsUsed < rows.length ? { offset: offset + fitted.rowsUsed } : undefined,
    note: notes(
      actor.isDeprecated === true && 'This Actor is deprecated. Choose another one.',
      reason,
      example && !shown && 'The example input is too long to show.',
    ),
  }))
}

/** As many names as a small result has room for. */
function shortNames(names: readonly string[], { maxResultTokens }: Settings): string[] {
  const count = Math.min(FIELDS_NAMED, Math.floor(maxResultTokens / 60))
  return firstNames(names, count, 'section output')
}

function datasetSchema(build: ApiBuild | undefined) {
  return readObjectSchema(build?.actorDefinition?.storages?.dataset?.fields ?? {})
}

function showOutput({ actor, build, offset, settings }: Source): Result {
  const all = fieldTable(datasetSchema(build))
  const rows = all.slice(offset)
  const views = Object.entries(build?.actorDefinition?.storages?.dataset?.views ?? {})
    .slice(0, 5)
    .map(([name, view]) => [
      name.slice(0, 60),
      shortNames(view.transformation?.fields ?? [], settings),
    ])
  return fitPage(rows, settings.maxResultTokens, (fitted) => ({
    actorId: named(actor),
    description: oneLine(build?.actorDefinition?.storages?.dataset?.description, 300),
    fields: fitted.rows,
    views: views.length > 0 && offset === 0 ? Object.fromEntries(views) : undefined,
    next: fitted.rowsUsed < rows.length ? { offset: offset + fitted.rowsUsed } : undefined,
    note:
      all.length === 0
        ? 'The Actor does not describe its output. Make a small run, then call `get_dataset` with its `runId`.'
        : undefined,
  }))
}

function showPricing(source: Source): Result {
  const { actor, offset, settings } = source
  const pricing = settings.mode === 'local' ? undefined : currentPricing(actor.pricingInfos)
  const rows = pricedEvents(pricing).slice(offset)
  const least = pricing?.minimalMaxTotalChargeUsd
  return fitPage(rows, settings.maxResultTokens, (fitted) => ({
    actorId: named(actor),
    price: priceOf(source),
    events: rows.length > 0 ? fitted.rows : undefined,
    next: fitted.rowsUsed < rows.length ? { offset: offset + fitted.rowsUsed } : undefined,
    note: least ? `A run needs a \`maxTotalChargeUsd\` of at least ${least}.` : undefined,
  }))
}

function showReadme({ actor, build, offset, settings }: Source): Result {
  const readme = build?.readme ?? build?.actorDefinition?.readme ?? ''
  const head = {
    actorId: named(actor),
    note: readme === '' ? 'The Actor has no README.' : undefined,
  }
  const whole = { text: readme, from: 0, reachedEnd: true }
  const { text, after } = textPage(whole, offset, head, settings.maxResultTokens)
  return { ...head, text, next: after === undefined ? undefined : { offset: after } }
}

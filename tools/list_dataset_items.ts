import { z } from 'zod'
import type { ItemsQuery, StorageRef } from '../src/apify/types.ts'
import { costOf, fitPage } from '../src/budget.ts'
import { readBytes, textPage } from '../src/data/body.ts'
import { valueAt } from '../src/data/path.ts'
import { consumed, cutNote, type RowPage, readRows, wholePage } from '../src/data/rows.ts'
import { ToolError } from '../src/errors.ts'
import { type Context, defineTool, READ } from '../src/tool.ts'
import { datasetId, limit, names, note, notes, offset, ownerRunId, storageRef } from './shared.ts'

/** A workbook goes into the answer as a resource up to this size, in bytes. */
const MAX_XLSX_BYTES = 256 * 1024

const output = z.object({
  items: z.array(z.unknown()).optional(),
  text: z.string().optional(),
  offset: z.number(),
  count: z.number(),
  total: z.number().optional(),
  next: z.object({ offset: z.number().optional(), charOffset: z.number().optional() }).optional(),
  note,
})

type Input = ItemsQuery & { offset: number; limit: number; format: string }
type Result = z.input<typeof output>

export default defineTool({
  name: 'list_dataset_items',
  title: 'List dataset items',
  description:
    'Rows of a dataset, or of the default dataset of a run, a page that fits the context; `next` gives the next page. Choose `fields` to see more rows. For one record such as OUTPUT use `get_record`.',
  toolset: 'storage',
  annotations: READ,
  input: z.strictObject({
    datasetId: datasetId.optional(),
    runId: ownerRunId.optional(),
    offset,
    limit: limit.describe('Rows wanted; fewer come where they do not fit').default(20),
    fields: names.describe('Show only these fields').optional(),
    omit: names.describe('Leave out these fields').optional(),
    unwind: names.describe('Array fields of which each entry becomes a row').optional(),
    flatten: names.describe('Object fields to turn into `a.b` fields').optional(),
    desc: z.boolean().describe('Last stored first').optional(),
    clean: z.boolean().describe('Leave out empty rows and hidden fields (`#…`)').optional(),
    view: z.string().describe("A view that the dataset's schema defines").optional(),
    format: z
      .enum(['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'])
      .describe('`json` gives objects, the others text, `xlsx` a file')
      .default('json'),
    charOffset: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .describe('Reads one long value as text: the row at `offset`, one of `fields`, from here')
      .optional(),
  }),
  output,
  async handler({ datasetId, runId, charOffset, ...query }, context) {
    const ref = storageRef('datasetId', datasetId, runId)
    if (charOffset !== undefined) return readField(ref, query, charOffset, context)
    if (query.format === 'json') return listRows(ref, query, context)
    if (query.format === 'xlsx') return attachWorkbook(ref, query, context)
    return listText(ref, query, context)
  },
})

/** Rows as JSON: read as jsonl, line by line, until the budget is full. */
function listRows(ref: StorageRef, query: Input, context: Context): Promise<Result> {
  const { offset, limit } = query
  const { maxResultTokens } = context.settings
  return withRows(ref, query, context, (page, total, unwound) =>
    fitPage(page.rows, maxResultTokens, (fitted) => {
      const taken = consumed(page, fitted)
      const after = unwound ? Math.max(offset, taken) : offset + taken
      const whole = page.ended && fitted.taken === page.rows.length
      const count = unwound ? (whole ? after : undefined) : total
      const goesOn = count === undefined ? page.read === limit : after < count
      return {
        items: fitted.rows,
        offset,
        count: fitted.rows.length,
        total: count,
        next: !whole || (!unwound && goesOn) ? { offset: after } : undefined,
        note: notes(
          cutNote(fitted, 'read one with its `offset`, its name in `fields` and `charOffset`'),
          fitted.taken < page.rows.length &&
            `${page.rows.length - fitted.taken} more rows did not fit the budget.`,
          page.bare && 'No row here has these `fields`; `get_dataset` shows those there are.',
          page.pruned && 'Null and empty fields are left out; name them in `fields` to see them.',
        ),
      }
    }),
  )
}

/** Reads a page of rows. @param use gets `unwound`: whether rows are not what upstream counts */
function withRows<T>(
  ref: StorageRef,
  { offset, limit, clean, format: _, ...rest }: Input,
  { apify, settings }: Context,
  use: (page: RowPage, total: number | undefined, unwound: boolean) => T,
): Promise<T> {
  // Unwound rows are counted by us from the start: the API's offset counts stored items, which
  // stand for any number of rows, and paging must give each row once.
  const unwound = Boolean(rest.unwind?.length)
  const range = unwound ? {} : { offset, limit }
  const sent = { ...rest, ...range, skipHidden: clean, format: 'jsonl' }
  return apify.readItems(ref, sent, async ({ total, rows }) => {
    const page = await readRows(rows, {
      limit,
      maxTokens: settings.maxResultTokens,
      skip: unwound ? offset : 0,
      skipEmpty: clean,
      prune: !rest.fields?.length,
    })
    return use(page, total, unwound)
  })
}

/** A page of one value of one row, as text: so every byte of a dataset can be reached. */
function readField(
  ref: StorageRef,
  query: Input,
  charOffset: number,
  context: Context,
): Promise<Result> {
  const [field, ...others] = query.fields ?? []
  if (field === undefined || others.length > 0) {
    throw new ToolError(
      '`charOffset` reads on in one field of one row.',
      'Give exactly one name in `fields`, and the row by `offset`.',
    )
  }
  const { offset } = query
  return withRows(ref, { ...query, limit: 1 }, context, ({ rows: [row] }, total) => {
    if (row === undefined)
      throw new ToolError(`There is no row at offset ${offset}.`, 'Take `offset` from a page.')
    // A name with dots may be that of a field or a way to one.
    const own = Object.getOwnPropertyDescriptor(row, field)
    const value = own ? own.value : valueAt(row, field)
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    const note = `Characters from ${charOffset} on of ${text.length} of one field of one row.`
    const head = { offset, count: 1, total, note }
    const whole = { text, from: 0, ended: true }
    const page = textPage(whole, charOffset, head, context.settings.maxResultTokens)
    const next = page.after === undefined ? undefined : { charOffset: page.after }
    return { ...head, text: page.text, next }
  })
}

/** Another text format: fewer rows are asked for until the whole, well-formed answer fits. */
async function listText(
  ref: StorageRef,
  query: Input,
  { apify, settings }: Context,
): Promise<Result> {
  const room = settings.maxResultTokens - 100
  for (let limit = query.limit; ; ) {
    const { bytes, total, whole } = await apify.readItems(
      ref,
      { ...query, limit },
      async ({ chunks, total }) => ({ ...(await readBytes(chunks, room * 32)), total }),
    )
    const text = new TextDecoder().decode(bytes) // which leaves out the byte order mark of csv
    const cost = costOf(text)
    if (whole && cost <= room) {
      // A server that does not count: a page with fewer lines than rows asked for is the last.
      const full = text.trim().split('\n').length >= limit
      return { text, ...wholePage(query.offset, limit, total, full) }
    }
    if (limit === 1) {
      throw new ToolError(
        `One row as ${query.format} exceeds the budget of ${settings.maxResultTokens} tokens.`,
        'Name fewer `fields`, or use format `json`, which cuts long values and says which.',
      )
    }
    limit = Math.max(1, Math.min(limit >> 1, Math.floor((limit * room) / Math.max(1, cost))))
  }
}

async function attachWorkbook(ref: StorageRef, query: Input, context: Context): Promise<Result> {
  const { bytes, total, whole } = await context.apify.readItems(
    ref,
    query,
    async ({ chunks, total }) => ({ ...(await readBytes(chunks, MAX_XLSX_BYTES)), total }),
  )
  if (!whole) {
    throw new ToolError(
      'The workbook is larger than 256 KiB.',
      'Narrow it with `limit` and `fields`.',
    )
  }
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const id = 'id' in ref ? `dataset/${ref.id}` : `run/${ref.runId}`
  const uri = `apify://${id}/items.xlsx`
  context.attach({ type: 'resource', resource: { uri, mimeType, blob: bytes.toString('base64') } })
  const note = 'The workbook is attached as a resource.'
  return { ...wholePage(query.offset, query.limit, total, false), note }
}

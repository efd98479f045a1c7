import { z } from 'zod'
import type { ItemsQuery, StorageRef } from '../src/apify/types.ts'
import { costOf, fitPage } from '../src/budget.ts'
import { ToolError } from '../src/errors.ts'
import { consumed, cutNote, readRows } from '../src/rows.ts'
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
  next: z.object({ offset: z.number() }).optional(),
  note,
})

type Input = ItemsQuery & { offset: number; limit: number; format: string }

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
  }),
  output,
  async handler({ datasetId, runId, ...query }, context) {
    const ref = storageRef('datasetId', datasetId, runId)
    if (query.format === 'json') return listRows(ref, query, context)
    if (query.format === 'xlsx') return attachWorkbook(ref, query, context)
    return listText(ref, query, context)
  },
})

/** Rows as JSON: read as jsonl, line by line, until the budget is full. */
async function listRows(
  ref: StorageRef,
  query: Input,
  { apify, settings }: Context,
): Promise<z.input<typeof output>> {
  const { offset, limit, clean, format: _, ...rest } = query
  const maxTokens = settings.maxResultTokens
  // Unwound rows are counted by us from the start: the API's offset counts stored items, which
  // stand for any number of rows, and paging must give each row once.
  const unwound = query.unwind !== undefined
  const range = unwound ? {} : { offset, limit }
  const sent = { ...rest, ...range, skipHidden: clean, format: 'jsonl' }
  return apify.readItems(ref, sent, async ({ total, rows }) => {
    const options = {
      limit,
      maxTokens,
      skip: unwound ? offset : 0,
      skipEmpty: clean,
      prune: !query.fields,
    }
    const page = await readRows(rows, options)
    return fitPage(page.rows, maxTokens, (fitted) => {
      const after = unwound
        ? Math.max(offset, consumed(page, fitted))
        : offset + consumed(page, fitted)
      const whole = page.ended && fitted.taken === page.rows.length
      const count = unwound ? (whole ? after : undefined) : total
      const more = whole
        ? !unwound && (count === undefined ? page.read === limit : after < count)
        : true
      return {
        items: fitted.rows,
        offset,
        count: fitted.rows.length,
        total: count,
        next: more ? { offset: after } : undefined,
        note: notes(
          cutNote(fitted, 'read one in full with `limit: 1` and `fields`'),
          fitted.taken < page.rows.length &&
            `${page.rows.length - fitted.taken} more rows did not fit the budget.`,
          page.pruned && 'Null and empty fields are left out; name them in `fields` to see them.',
        ),
      }
    })
  })
}

/** Another text format: fewer rows are asked for until the whole, well-formed answer fits. */
async function listText(
  ref: StorageRef,
  query: Input,
  { apify, settings }: Context,
): Promise<z.input<typeof output>> {
  const room = settings.maxResultTokens - 100
  for (let limit = query.limit; ; ) {
    const { text, total, whole } = await apify.readItems(
      ref,
      { ...query, limit },
      async ({ chunks, total }) => ({
        ...(await readUpTo(chunks, room * 16)),
        total,
      }),
    )
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

async function attachWorkbook(
  ref: StorageRef,
  query: Input,
  context: Context,
): Promise<z.input<typeof output>> {
  const { bytes, total } = await context.apify.readItems(ref, query, async ({ chunks, total }) => {
    const parts: Buffer[] = []
    let size = 0
    for await (const chunk of chunks) {
      parts.push(chunk)
      size += chunk.length
      if (size > MAX_XLSX_BYTES) break
    }
    return { bytes: Buffer.concat(parts), total }
  })
  if (bytes.length > MAX_XLSX_BYTES) {
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

/** Where a page stands that upstream gave whole. @param goesOn whether to go on without a total */
function wholePage(offset: number, limit: number, total: number | undefined, goesOn: boolean) {
  const count = total === undefined ? limit : Math.max(0, Math.min(limit, total - offset))
  const after = offset + count
  const more = total === undefined ? goesOn : after < total
  return { offset, count, total, next: more ? { offset: after } : undefined }
}

/** A body as text, given up once it is longer than `maxChars`. */
async function readUpTo(
  chunks: AsyncIterable<Buffer>,
  maxChars: number,
): Promise<{ text: string; whole: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxChars) return { text, whole: false }
  }
  return { text: text + decoder.decode(), whole: true }
}

import { Readable } from 'node:stream'
import { ApiError, invalidValue } from '../../api-error.ts'
import { decodeText } from '../../body-text.ts'
import { encode, formatNamed } from '../../formats/index.ts'
import type { Query } from '../../http/query.ts'
import { stored, stream } from '../../http/reply.ts'
import { readBody } from '../../http/request-body.ts'
import type { ApiRequest, ResourceRoute } from '../../http/router.ts'
import type { Services } from '../../services.ts'
import type { Dataset, ViewTransformation } from '../../storage/dataset/dataset.ts'
import { findRow, transformed } from '../../storage/dataset/transformed.ts'
import { isIdentity, type Transforms } from '../../storage/dataset/transforms.ts'
import { parseItems } from '../../storage/item-log/item.ts'
import { readFormatOptions } from './format-options.ts'

/** From the API's description of storing items. */
const MAX_PUSH_BYTES = 5 * 1024 * 1024

/** The API's pagination header has this limit if the query has none. */
const NO_LIMIT = 999_999_999_999

export const datasetItemRows: ResourceRoute<Dataset>[] = [
  { method: 'GET', path: '/items', handler: readItems },
  {
    method: 'POST',
    path: '/items',
    handler: async (dataset, { message }, { baseUrl }) => {
      const body = await readBody(message, MAX_PUSH_BYTES)
      await dataset.push(await parseItems(decodeText(body)))
      return stored(`${baseUrl}/v2/datasets/${dataset.properties.id}/items`)
    },
  },
]

/** Returns the items that the query asks for, in its format. */
export async function readItems(dataset: Dataset, request: ApiRequest, { baseUrl }: Services) {
  const { query, signal } = request
  const format = formatNamed(query.text('format') || 'json')
  const view = readView(dataset, query.text('view'))
  const transforms = readTransforms(query, view)
  const page = readPage(dataset, query, view)
  const { range, rows, headers } = await fromRow(dataset, page, transforms, request)
  const { id, name } = dataset.properties
  const listing = {
    id,
    label: name ?? id,
    address: `${baseUrl}/v2/datasets/${id}`,
    texts: () => {
      const blocks = dataset.read(range)
      if (isIdentity(transforms) && !rows) return blocks
      return transformed(blocks, transforms, signal, rows)
    },
  }
  const parts = await encode(format, listing, readFormatOptions(query))
  return stream(Readable.from(parts), {
    'content-type': format.contentType,
    ...headers,
    ...(query.flag('attachment') && {
      'content-disposition': `attachment; filename="dataset_${name ?? id}.${format.extension}"`,
    }),
  })
}

/** Reads which stored items the query asks for. The range stays the same if the dataset grows. */
function readPage(dataset: Dataset, query: Query, view: ViewTransformation) {
  const total = dataset.itemCount
  const offset = query.integer('offset', 0) ?? 0
  const limit = query.integer('limit', 0) || (view.limit ?? NO_LIMIT)
  const desc = query.flag('desc') || (view.desc ?? false)
  const count = Math.max(0, Math.min(limit, total - offset))
  const from = desc ? total - offset - count : offset
  const headers = {
    'x-apify-pagination-offset': String(offset),
    'x-apify-pagination-limit': String(limit),
    'x-apify-pagination-count': String(count),
    'x-apify-pagination-total': String(total),
    'x-apify-pagination-desc': String(desc),
  }
  return { range: { from, to: from + count, desc }, headers }
}

/**
 * Applies the platform's own `skipRows` and `maxRows`, which count the rows that items become. The API
 * has nothing like it: an item may unwind to millions.
 */
async function fromRow(
  dataset: Dataset,
  { range, headers }: ReturnType<typeof readPage>,
  transforms: Transforms,
  { query, signal }: ApiRequest,
) {
  const row = query.integer('skipRows', 0) ?? 0
  const limit = query.integer('maxRows', 1) ?? Number.POSITIVE_INFINITY
  if (row === 0 && limit === Number.POSITIVE_INFINITY) return { range, headers, rows: undefined }
  const { items, skip, skipped } = await findRow(dataset.read(range), transforms, signal, row)
  const { from, to, desc } = range
  return {
    range: desc ? { from, to: to - items, desc } : { from: from + items, to, desc },
    headers: { ...headers, 'x-rows-skipped': String(skipped) },
    rows: { skip, limit },
  }
}

function readView(dataset: Dataset, name: string | undefined): ViewTransformation {
  if (!name) return {}
  const view = dataset.view(name)
  if (view) return view
  const message = `The dataset has no view "${name.slice(0, 100)}". Leave out "view" or use another.`
  throw new ApiError(400, 'requested-dataset-view-does-not-exist', message)
}

/** Reads the transforms that the query asks for. The view applies to what the query leaves open. */
function readTransforms(query: Query, view: ViewTransformation): Transforms {
  // The simplified results of Apify's legacy crawler.
  const simplified = query.flag('simplified')
    ? { fields: ['url', 'pageFunctionResult', 'errorInfo'], unwind: ['pageFunctionResult'] }
    : {}
  const list = (name: 'fields' | 'omit' | 'unwind' | 'flatten') => {
    const asked = query.names(name)
    return asked.length > 0 ? asked : ({ ...view, ...simplified }[name] ?? [])
  }
  const clean = query.flag('clean')
  const fields = list('fields')
  return {
    fields,
    names: readNames(query, fields),
    omit: list('omit'),
    unwind: list('unwind'),
    flatten: list('flatten'),
    skipHidden: clean || query.flag('skipHidden'),
    skipEmpty: clean || query.flag('skipEmpty'),
    skipFailed: query.flag('skipFailedPages'),
  }
}

/** Reads new names for the fields, in their order; empty to keep their names. */
function readNames(query: Query, fields: string[]): string[] {
  const names = query.names('outputFields')
  if (names.length === 0 || names.length === fields.length) return names
  throw invalidValue(
    `The query parameter "outputFields" has ${names.length} names for ${fields.length} fields. Give one name for each of "fields", in the same order.`,
  )
}

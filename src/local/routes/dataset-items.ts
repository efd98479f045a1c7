import { Readable } from 'node:stream'
import { decodeText, readBody } from '../http/body.ts'
import { ApiError } from '../http/errors.ts'
import type { Query } from '../http/query.ts'
import { json, stream } from '../http/reply.ts'
import type { ResourceRoute } from '../router.ts'
import type { Dataset, ViewTransformation } from '../storage/dataset.ts'
import { formatNamed } from '../storage/formats.ts'
import { parseItems } from '../storage/item.ts'
import { isIdentity, type Transforms, transform } from '../storage/transforms.ts'

/** From the API's description of storing items. */
const MAX_PUSH_BYTES = 5 * 1024 * 1024

/** What the API's pagination header says where no limit was given. */
const NO_LIMIT = 999_999_999_999

export const datasetItemRows: ResourceRoute<Dataset>[] = [
  {
    method: 'GET',
    path: '/items',
    handler: (dataset, { query }) => {
      const format = formatNamed(query.text('format') || 'json')
      const view = readView(dataset, query.text('view'))
      const total = dataset.itemCount
      const offset = query.integer('offset', 0) ?? 0
      const limit = query.integer('limit', 0) || (view.limit ?? NO_LIMIT)
      const desc = query.flag('desc') || (view.desc ?? false)
      const count = Math.max(0, Math.min(limit, total - offset))
      const from = desc ? total - offset - count : offset
      const blocks = dataset.read({ from, to: from + count, desc })
      const transforms = readTransforms(query, view)
      const shown = isIdentity(transforms) ? blocks : applyTo(blocks, transforms)
      return stream(Readable.from(format.encode(shown)), {
        'content-type': format.contentType,
        'x-apify-pagination-offset': String(offset),
        'x-apify-pagination-limit': String(limit),
        'x-apify-pagination-count': String(count),
        'x-apify-pagination-total': String(total),
        'x-apify-pagination-desc': String(desc),
        ...(query.flag('attachment') && { 'content-disposition': 'attachment' }),
      })
    },
  },
  {
    method: 'POST',
    path: '/items',
    handler: async (dataset, { message }) => {
      const body = await readBody(message, MAX_PUSH_BYTES)
      await dataset.push(parseItems(decodeText(body)))
      return json({}, 201)
    },
  },
]

function readView(dataset: Dataset, name: string | undefined): ViewTransformation {
  if (!name) return {}
  const view = dataset.view(name)
  if (view) return view
  const message = `The dataset has no view "${name.slice(0, 100)}". Leave "view" out or use another.`
  throw new ApiError(400, 'requested-dataset-view-does-not-exist', message)
}

/** What the query asks for; where it is silent, what the view says. */
function readTransforms(query: Query, view: ViewTransformation): Transforms {
  const list = (name: 'fields' | 'omit' | 'unwind' | 'flatten') => {
    const asked = query.list(name)
    return asked.length > 0 ? asked : (view[name] ?? [])
  }
  const clean = query.flag('clean')
  return {
    fields: list('fields'),
    omit: list('omit'),
    unwind: list('unwind'),
    flatten: list('flatten'),
    skipHidden: clean || query.flag('skipHidden'),
    skipEmpty: clean || query.flag('skipEmpty'),
  }
}

async function* applyTo(blocks: AsyncIterable<string[]>, transforms: Transforms) {
  for await (const block of blocks) {
    yield block.flatMap((text) =>
      transform(JSON.parse(text), transforms).map((item) => JSON.stringify(item)),
    )
  }
}

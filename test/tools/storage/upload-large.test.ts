import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { serve } from '../../support/seeded-server.ts'

/** How large the file is, in MB; the long form has 200. */
const MB = Number(process.env.UPLOAD_MB ?? '12')
const ROW_TEXT = 'Größe, "x"\n'.repeat(90)
const ROWS = MB * 1000

function* csv() {
  yield '\ufeffid,text\r\n'
  for (let id = 0; id < ROWS; id++) yield `${id},"${ROW_TEXT.replaceAll('"', '""')}"\r\n`
}

function* json() {
  for (let id = 0; id < ROWS; id++)
    yield `${id === 0 ? '[' : ','}\n${JSON.stringify({ id: String(id), text: ROW_TEXT })}`
  yield '\n]'
}

function* jsonl() {
  for (let id = 0; id < ROWS; id++) yield `${JSON.stringify({ id: String(id), text: ROW_TEXT })}\n`
}

it.each([
  ['csv', csv],
  ['json', json],
  ['jsonl', jsonl],
])(
  'a large file of %s is stored row by row, in a heap that could not hold it',
  async (type, write) => {
    const dir = await makeFolder()
    await pipeline(Readable.from(write()), createWriteStream(join(dir, `large.${type}`)))
    // A file of 200 MB takes at least as much as text.
    const env = { NODE_OPTIONS: '--max-old-space-size=100' }
    const { call, fake } = await serve({ args: [`--upload-dir=${dir}`], env })
    const seen = { rows: 0, last: -1 }
    fake.datasets.set('data1', [])
    fake.on('POST /v2/datasets/data1/items', ({ body }, response) => {
      for (const { id, text } of JSON.parse(String(body)) as { id: string; text: string }[]) {
        if (Number(id) !== seen.last + 1 || text !== ROW_TEXT)
          throw new Error(`Row ${id} is wrong.`)
        seen.last = Number(id)
        seen.rows++
      }
      // The fake forgets what it was asked, so that it holds no rows either.
      fake.requests.length = 0
      response.writeHead(201).end('{}')
      return undefined
    })
    const args = { datasetId: 'data1', file: `large.${type}` }
    const { structured, text } = await call('push_dataset_items', args, {
      timeout: 3_000_000,
      onprogress: () => {},
    })
    expect(structured, text).toEqual({ datasetId: 'data1', pushed: ROWS })
    expect(seen).toEqual({ rows: ROWS, last: ROWS - 1 })
  },
)

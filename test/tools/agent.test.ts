import { EventEmitter, once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../support/folder.ts'
import { startServer } from '../support/mcp-client.ts'
import { pages } from '../support/pages.ts'
import { links, startSite, startWebServer } from '../support/website-crawler/web-server.ts'

const found = z.object({ actors: z.array(z.object({ actorId: z.string() })).min(1) })
const actor = z.object({
  actorId: z.string(),
  example: z.record(z.string(), z.unknown()),
  datasetFields: z.array(z.string()),
})
const started = z.object({ runId: z.string() })
const ended = started.extend({ status: z.string(), itemCount: z.number() })
const dataset = z.object({
  datasetId: z.string(),
  itemCount: z.number(),
  fields: z.array(z.object({ name: z.string(), type: z.string(), filled: z.number() })),
})
const rowsPage = z.object({
  items: z.array(z.object({ url: z.string() })),
  next: z.object({ offset: z.number() }).optional(),
})
const file = z.object({ path: z.string(), rows: z.number() })

/** Replaces the first URL of an example input. */
function withUrl(example: unknown, url: string): Record<string, unknown> {
  const text = JSON.stringify(example).replace(/"https?:[^"]*"/, JSON.stringify(url))
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}

it('an agent that knows only its task and the results of tools finds, validates, runs, follows, reads and exports', async () => {
  const site = await startSite({
    '/': `<title>Home</title>${links('/a', '/b')}`,
    '/a': '<title>A</title>',
    '/b': `<title>B</title>${links('/c')}`,
    '/c': '<title>C</title>',
  })
  onTestFinished(() => site.close())
  const dir = await makeFolder('agent-')
  const { call, client } = await startServer({ args: [`--download-dir=${dir}`] })
  const ask = async <T>(schema: z.ZodType<T>, tool: string, args: Record<string, unknown>) => {
    const { structured, text, isError } = await call(tool, args)
    expect(isError, text).toBe(false)
    return schema.parse(structured)
  }
  expect(client.getInstructions()).toContain('search_actors')

  const { actors } = await ask(found, 'search_actors', { query: 'crawl website' })
  const { actorId, example, datasetFields } = await ask(actor, 'get_actor', {
    actorId: actors[0]?.actorId,
  })

  // The first guess is wrong, and the result is enough to fix it.
  const wrong = { ...example, [Object.keys(example)[0] ?? '']: site.origin }
  const refused = await ask(
    z.object({ valid: z.literal(false), problems: z.array(z.object({ path: z.string() })) }),
    'validate_input',
    { actorId, input: wrong },
  )
  expect(Object.keys(example)).toContain(refused.problems[0]?.path)
  const input = withUrl(example, site.origin)
  await ask(z.object({ valid: z.literal(true) }), 'validate_input', { actorId, input })

  const { runId } = await ask(started, 'run_actor', { actorId, input })
  const run = await ask(ended, 'get_run', { runId, waitSecs: 45 })
  expect(run).toMatchObject({ runId, status: 'SUCCEEDED', itemCount: 4 })
  const { runs } = await ask(z.object({ runs: z.array(started) }), 'list_runs', { actorId })
  expect(runs).toEqual([{ runId }])

  const about = await ask(dataset, 'get_dataset', { runId })
  const names = about.fields.filter(({ filled }) => filled === 1).map(({ name }) => name)
  expect(datasetFields).toEqual(expect.arrayContaining(names))
  const query = { datasetId: about.datasetId, limit: 3, fields: names.slice(0, 2) }
  const read = await pages(call, ['list_dataset_items', query], rowsPage)
  const urls = read.flatMap(({ items }) => items.map(({ url }) => new URL(url).pathname))
  expect(urls.toSorted()).toEqual(['/', '/a', '/b', '/c'])

  const exported = await ask(file, 'export_items', { datasetId: about.datasetId, format: 'jsonl' })
  expect(exported.rows).toBe(about.itemCount)
  expect((await readFile(exported.path, 'utf8')).trim().split('\n')).toHaveLength(4)
  const { records } = await ask(
    z.object({ records: z.array(z.object({ recordKey: z.string() })) }),
    'list_records',
    { runId },
  )
  const shown = await ask(z.object({ value: z.unknown() }), 'get_record', {
    runId,
    recordKey: records[0]?.recordKey,
  })
  expect(shown.value).toBeTypeOf('object')
})

it('an unwanted run is found and aborted, and its webhook is called', async () => {
  const calls = new EventEmitter()
  const hook = await startWebServer(async (request, response) => {
    calls.emit('call', await text(request))
    response.end()
  })
  onTestFinished(() => hook.close())
  const site = await startSite({ '/': () => {} })
  onTestFinished(() => site.close())
  const { call } = await startServer({})
  const called = once(calls, 'call')
  const started = await call('run_actor', {
    actorId: 'local/website-crawler',
    input: { startUrls: [{ url: site.origin }] },
    webhookUrl: hook.origin,
  })
  const { structured } = await call('list_runs', { limit: 1 })
  expect(structured.runs).toMatchObject([{ runId: started.structured.runId }])
  const { runId } = started.structured
  await call('abort_run', { runId })
  const ended = await call('get_run', { runId, waitSecs: 45 })
  expect(ended.structured.status).toBe('ABORTED')
  expect(JSON.parse(String(await called))).toMatchObject({
    eventType: 'ACTOR.RUN.ABORTED',
    eventData: { actorRunId: runId },
  })
})

import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { attach, CLIENTS, type ClientName, type TransportName } from './eras-clients.ts'

const NAMES: ClientName[] = [
  'client 2.x pinned to 2026-07-28',
  'client 2.x in auto mode',
  'client 2.x as it comes',
  'client 1.x',
]
const TRANSPORTS: TransportName[] = ['stdio', 'HTTP']

const ran = z.object({ run: z.object({ runId: z.string(), status: z.string() }) })
const page = z.object({ items: z.array(z.object({ url: z.string(), title: z.string() })) })

describe.each(TRANSPORTS)('over %s', (transport) => {
  it.each(NAMES.map((name) => [CLIENTS[name].era, name] as const))(
    'era %s: %s goes from the list of tools to the rows of a run',
    async (era, name) => {
      const site = await startDemoSite()
      onTestFinished(() => site.close())
      const client = await attach(name, transport)
      expect(client.version()).toBe(era)
      expect(client.server()).toMatchObject({ name: 'apify-agent-tools' })
      const { tools } = await client.list()
      expect(tools.map((tool) => tool.name)).toContain('run_actor_sync')

      const messages: string[] = []
      const result = await client.call(
        'run_actor_sync',
        {
          actorId: 'local/website-crawler',
          input: { startUrls: [{ url: site.url }], maxPages: 2 },
        },
        (message) => messages.push(message),
      )
      const { runId, status } = ran.parse(result.structuredContent).run
      expect(status).toBe('SUCCEEDED')
      expect(messages.length).toBeGreaterThan(0)

      const args = { runId, fields: ['url', 'title'], limit: 2 }
      const rows = await client.call('list_dataset_items', args)
      expect(page.parse(rows.structuredContent).items[0]?.url).toContain(site.url)
      expect(JSON.parse(rows.content[0]?.text ?? '')).toEqual(rows.structuredContent)

      const wrong = await client.call('list_dataset_items', { runId, limit: 'many' })
      expect(wrong).toMatchObject({ isError: true })
      expect(wrong.content[0]?.text).toContain('limit')
    },
  )
})

import { dirname } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { makeFolder } from './folder.ts'
import type { TestServer } from './mcp-client.ts'

/** Returns the environment that a client gives to a server: this Node and a new home folder. */
export async function environment(): Promise<Record<string, string>> {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(
    process.platform === 'win32' ? ';' : ':',
  )
  return { PATH: path, HOME: await makeFolder('mcp-package-') }
}

/** Does what users do first: lists the tools, calls whoami, and crawls a site on this machine. */
export async function expectToWork({ client, call }: TestServer): Promise<void> {
  const site = await startDemoSite()
  onTestFinished(() => site.close())
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toContain('run_actor_sync')
  expect((await call('whoami')).structured).toMatchObject({ mode: 'local', username: 'local' })
  const { structured } = await call('run_actor_sync', {
    actorId: 'local/website-crawler',
    input: { startUrls: [{ url: site.url }] },
    fields: ['url', 'title'],
    limit: 1,
  })
  expect(structured).toMatchObject({
    run: { status: 'SUCCEEDED' },
    output: { pagesCrawled: site.pages, stoppedBy: 'done' },
    items: [{ url: site.url }],
  })
}

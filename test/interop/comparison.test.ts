import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readPage } from '../repository/docs/markdown.ts'
import { APIFY_SERVER, startApifyServer } from './apify-server.ts'
import { moduleFile, NEW_NODE, packageName } from './client.ts'

const page = readPage('docs/comparison.md')
/** What the page says of the package, by the first words of a row. */
const cells = new Map(page.rows('').map(([row = '', , cell = '']) => [row, cell]))
const ALL = ['--tools', 'actors,docs,runs,storage,tasks,schedules,dev']

describe.skipIf(NEW_NODE.skipReason)(`what docs/comparison.md says of ${APIFY_SERVER}`, () => {
  it('is of the version that is installed here', () => {
    const [, version] = /version (\d[\d.]*\d)/.exec(page.text) ?? []
    expect(packageName(APIFY_SERVER)).toBe(`${APIFY_SERVER} ${version}`)
  })

  it('without an account: it searches and reads documentation, and needs a token for more', async () => {
    expect(cells.get('Without an Apify account')).toMatch(/^searches Actors and documentation/)
    const open = ['search-actors', 'fetch-actor-details', 'search-apify-docs', 'fetch-apify-docs']
    const args = ['--tools', 'search-actors,fetch-actor-details,docs']
    const { names } = await startApifyServer(args, { tokenIn: 'nowhere' })
    expect(names).toEqual(open)
    await expect(startApifyServer([], { tokenIn: 'nowhere' })).rejects.toThrow('closed')
  })

  it("finds the token of Apify's command line by itself", async () => {
    expect(cells.get("The token of Apify's command line")).toBe('**found by itself**')
    const { call } = await startApifyServer([], { tokenIn: 'file of the command line' })
    expect((await call('search-actors', { keywords: 'crawler' })).isError).not.toBe(true)
  })

  it('has tasks and schedules, and none of the tools that the page misses', async () => {
    expect(cells.get('Tasks, schedules, webhooks')).toMatch(/publishes a task/)
    const { names, tools } = await startApifyServer(ALL)
    expect(names).toEqual(expect.arrayContaining(['create-schedule', 'publish-actor-task']))
    const lacking = /webhook|push|put|append|write|sql|query|export|(?:task|schedule)s?-list/
    expect(names.filter((name) => lacking.test(name))).toEqual([])
    const run = tools.find(({ name }) => name === 'call-actor')?.inputSchema.properties
    expect(run).toMatchObject({ callOptions: { properties: { maxTotalChargeUsd: {} } } })
  })

  it('shows views of Actors to clients that declare them, without a flag', async () => {
    expect(cells.get('Views (MCP Apps)')).toMatch(/Actors/)
    const mimeTypes = ['text/html;profile=mcp-app']
    const capabilities = { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes } } }
    const { tools } = await startApifyServer([], { capabilities })
    const withView = tools.filter(({ _meta }) => _meta?.ui !== undefined)
    expect(withView.map(({ name }) => name)).toEqual([
      'search-actors-widget',
      'fetch-actor-details-widget',
    ])
  })

  it('reads any GET of the API as a resource, and has a flag for telemetry but none for HTTP', async () => {
    expect(cells.get('Resources')).toMatch(/any GET/)
    const { client, apiUrl } = await startApifyServer([])
    const { contents } = await client.readResource({ uri: `${apiUrl}/v2/users/me` })
    expect(JSON.stringify(contents)).toContain('username')
    const script = moduleFile(`${APIFY_SERVER}/dist/stdio.js`)
    const { stdout } = await promisify(execFile)(NEW_NODE.path, [script, '--help'])
    expect(stdout).toMatch(/--telemetry-enabled .*\n.*Default: true/)
    expect(stdout).not.toMatch(/--(?:http|port|payment|read-only)/)
  })
})

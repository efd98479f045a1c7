import { describe, expect, it } from 'vitest'
import { auditFile } from '../../support/audit-lines.ts'
import { connect, startHttp } from '../../support/http.ts'
import { seed } from '../../support/seeded-server.ts'
import { blocksFor } from './blocks.ts'
import { readPage } from './markdown.ts'

const lines = blocksFor('repository/docs/lines.test.ts').map(({ code }) => code)
const [address = '', audited = '', ...others] = lines.toSorted(
  (a, b) => Number(b.startsWith('https:')) - Number(a.startsWith('https:')),
)

describe('single lines of the pages', () => {
  it('are an address and a line of the audit log', () => {
    expect(address).toMatch(/^https:\/\/mcp\.example\.com\/mcp\?\S+$/)
    expect(audited).toMatch(/^\{.*\}$/)
    expect(others).toEqual([])
  })

  it('an address that asks for less gets it', async () => {
    const fake = await seed()
    const { base } = await startHttp({ fake })
    const { client } = await connect(address.replace('https://mcp.example.com', base), fake.token)
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names.toSorted()).toEqual(['get_dataset', 'get_log', 'get_run', 'list_runs'])
  })

  it('the audit log has such a line', async () => {
    const fake = await seed()
    const audit = await auditFile()
    const args = [audit.arg, '--max-run-cost-usd=2']
    const { url } = await startHttp({ fake, args })
    const { client } = await connect(url, fake.token)
    const shown = JSON.parse(audited)
    await client.callTool({ name: shown.tool, arguments: { actorId: shown.actor } })
    const written = JSON.parse(await audit.text())
    expect(Object.keys(written)).toEqual(Object.keys(shown))
    for (const key of ['tool', 'actor', 'maxTotalChargeUsd', 'usageUsd', 'outcome'])
      expect(written[key], key).toBe(shown[key])
    const rows = readPage('docs/operating.md').rows('Field')
    const fields = rows.flatMap(([cell = '']) => cell.match(/\w+/g) ?? [])
    expect(fields).toEqual(Object.keys(shown))
  })
})

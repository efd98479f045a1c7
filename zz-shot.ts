import { startViewWorld } from './test/support/views/open-view.ts'
async function main() {
  const w = await startViewWorld([])
  const { datasetId } = w.seeded
  const cases: [string, any, ((v: any) => Promise<void>)?][] = [
    ['list', { tool: 'list_dataset_items', args: { datasetId, limit: 50 } }],
    ['row', { tool: 'list_dataset_items', args: { datasetId, limit: 50 } }, async (v) => { await v.frame.getByRole('button', { name: 'Row 3 in full' }).click(); await v.frame.getByText('Read all of it').first().waitFor({timeout: 5000}).catch(() => {}) }],
    ['all', { tool: 'list_dataset_items', args: { datasetId, limit: 50 } }, async (v) => { const f = v.frame; await f.getByRole('button', { name: 'All rows' }).click(); await f.getByRole('searchbox').fill('no. 49'); await f.getByRole('button', { name: 'Search' }).click(); await f.getByRole('button', { name: 'stars' }).click(); await f.getByText('sorted by stars').waitFor({ timeout: 20000 }); await f.getByRole('button', { name: /Columns/ }).click() }],
    ['query', { tool: 'query_dataset', args: { datasetId, sql: 'SELECT brand, avg(stars) AS stars, count(*) AS products FROM items GROUP BY brand' } }],
    ['get', { tool: 'get_dataset', args: { datasetId } }],
    ['csv', { tool: 'list_dataset_items', args: { datasetId, limit: 5, format: 'csv', fields: ['asin', 'stars'] } }],
  ]
  const only = process.argv.slice(2)
  for (const [name, req, act] of cases) {
    if (only.length && !only.includes(name)) continue
    for (const [theme, width] of [['light', 800], ['dark', 400]] as const) {
      const v = await w.openView({ ...req, theme, width })
      await v.waitForEvents('result-sent')
      try { await act?.(v) } catch (e) { console.log(name, String(e).slice(0, 800)); console.log(JSON.stringify(await v.events()).slice(0, 1500)) }
      await new Promise((r) => setTimeout(r, 300))
      const frame = v.page.locator('#view iframe')
      const box = await frame.boundingBox()
      await v.page.screenshot({ path: `/tmp/tbl/${name}-${theme}-${width}.png`, clip: { ...box!, height: Math.min(box!.height, 1000) }, fullPage: true })
      await v.close()
    }
  }
  await w.close()
}
main().catch((e) => { console.error(e); process.exit(1) })

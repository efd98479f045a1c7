import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder } from '../support/folder.ts'
import { describeView } from '../support/views/describe-view.ts'
import { startViewWorld, type ViewWorld } from '../support/views/open-view.ts'
import { photographViews } from '../support/views/photographs.ts'
import { sampleView } from '../support/views/sample-view.ts'

describeView('photographs of views', () => {
  let world: ViewWorld
  beforeAll(async () => {
    world = await startViewWorld()
  })
  afterAll(() => world?.close())

  it('are small pictures in both themes at two widths', async () => {
    const folder = await makeFolder()
    const views = { sample: { tool: 'whoami', view: await sampleView() } }
    const sizes = await photographViews(world, folder, views)
    expect([...sizes.keys()]).toEqual([
      'view-sample-light-400.png',
      'view-sample-light-800.png',
      'view-sample-dark-400.png',
      'view-sample-dark-800.png',
    ])
    for (const [file, bytes] of sizes) {
      expect(bytes).toBeLessThan(100_000)
      const png = await readFile(join(folder, file), 'base64')
      // The browser reads the file again, with the width that the view had.
      const page = await world.browser.newPage()
      await page.setContent(`<img src="data:image/png;base64,${png}" alt="">`)
      const box = await page.locator('img').boundingBox()
      expect(file).toContain(`-${box?.width}.png`)
      await page.close()
    }
  })
})

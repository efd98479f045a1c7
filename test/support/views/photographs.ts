import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ViewRequest } from './contract.ts'
import type { OpenView, ViewWorld } from './open-view.ts'
import { type Pixels, palettePng } from './palette-png.ts'
import type { Seeded } from './seed.ts'

const THEMES = ['light', 'dark'] as const
/** In CSS pixels. */
const WIDTHS = [400, 800]
/** The part of a high view that a picture shows, in CSS pixels. */
const MAX_HEIGHT = 900
/** A run that goes on changes its view again and again. */
const MAX_SHOTS = 20

/** Returns a call for each view, by the name that its pictures have. */
function viewsOf({ datasetId, succeededRunId, storeId }: Seeded): Record<string, ViewRequest> {
  const fields = ['title', 'brand', 'stars', 'reviewsCount', 'inStock', 'url']
  return {
    dataset: { tool: 'list_dataset_items', args: { datasetId, limit: 25, fields } },
    run: { tool: 'get_run', args: { runId: succeededRunId } },
    actor: { tool: 'get_actor', args: { actorId: 'local/offer-finder' } },
    record: { tool: 'get_record', args: { storeId, recordKey: 'summary' } },
  }
}

/**
 * Photographs each view in both themes at two widths.
 * @param folder gets files such as `view-dataset-light-800.png`
 * @param views the calls by names; each view by default
 * @returns the size of each file in bytes, by its name
 */
export async function photographViews(
  world: ViewWorld,
  folder: string,
  views: Record<string, ViewRequest> = viewsOf(world.seeded),
): Promise<Map<string, number>> {
  await mkdir(folder, { recursive: true })
  const sizes = new Map<string, number>()
  for (const [name, request] of Object.entries(views))
    for (const theme of THEMES)
      for (const width of WIDTHS) {
        const view = await world.openView({ ...request, theme, width })
        const png = palettePng(await pixelsOf(view.page, await photograph(view)))
        const file = `view-${name}-${theme}-${width}.png`
        await writeFile(join(folder, file), png)
        sizes.set(file, png.length)
        await view.close()
      }
  return sizes
}

/** Photographs a view once it has its result and no longer changes. */
async function photograph(view: OpenView): Promise<Buffer> {
  const { page } = view
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await view.waitForEvents('result-sent')
  const frame = page.locator('#view iframe')
  const shoot = async () => {
    await frame.scrollIntoViewIfNeeded()
    const box = await frame.boundingBox()
    if (!box) throw new Error('The view has no size.')
    // The box is that in the window, the clip that in the page.
    const scrolled = Number(await page.evaluate('window.scrollY'))
    const clip = { ...box, y: box.y + scrolled, height: Math.min(box.height, MAX_HEIGHT) }
    return page.screenshot({ clip, fullPage: true })
  }
  let last = await shoot()
  for (let count = 1; count < MAX_SHOTS; count++) {
    const next = await shoot()
    if (next.equals(last)) break
    last = next
  }
  return last
}

/** Lets the browser decode a picture. */
async function pixelsOf(page: Page, png: Buffer): Promise<Pixels> {
  const { width, height, data } = await page.evaluate<Decoded>(
    `(${DECODE})('${png.toString('base64')}')`,
  )
  return { width, height, data: Buffer.from(data, 'base64') }
}

interface Decoded {
  width: number
  height: number
  /** Base64. */
  data: string
}

/** Runs in the host page. A text, since the types of the DOM are not those of these programs. */
const DECODE = `async (png) => {
  const blob = await (await fetch('data:image/png;base64,' + png)).blob()
  const image = await createImageBitmap(blob)
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  let text = ''
  for (let at = 0; at < data.length; at += 8192)
    text += String.fromCharCode(...data.subarray(at, at + 8192))
  return { width, height, data: btoa(text) }
}`

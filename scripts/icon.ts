import { readFile, writeFile } from 'node:fs/promises'
import { Resvg } from '@resvg/resvg-js'

/**
 * Draws the icon that clients show. Run it by hand when the SVG changes; the result is committed.
 */
const svg = await readFile(new URL('icon.svg', import.meta.url), 'utf8')
await writeFile('icon.png', new Resvg(svg).render().asPng())

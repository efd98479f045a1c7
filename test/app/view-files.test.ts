import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { readViewPages } from '../../src/app/view-files.ts'
import { VIEW_NAMES } from '../../src/shared/view-names.ts'
import { makeFolder } from '../support/folder.ts'
import { viewPages } from '../support/view-pages.ts'

async function folderOf(names: readonly (typeof VIEW_NAMES)[number][]): Promise<URL> {
  const folder = await makeFolder('views-')
  const pages = viewPages()
  await Promise.all(names.map((name) => writeFile(join(folder, `${name}.html`), pages[name])))
  return pathToFileURL(`${folder}/`)
}

it('reads the page of each view', async () => {
  const lines: string[] = []
  const folder = await folderOf(VIEW_NAMES)
  expect(await readViewPages((line) => lines.push(line), folder)).toEqual(viewPages())
  expect(lines).toEqual([])
})

it('says what to do if one is missing, without the path of the installation', async () => {
  const lines: string[] = []
  const folder = await folderOf(['dataset', 'run', 'actor'])
  expect(await readViewPages((line) => lines.push(line), folder)).toBeUndefined()
  expect(lines).toEqual([
    'There are no views: of dataset.html, run.html, actor.html, record.html in the folder `views` of this installation, one cannot be read (ENOENT). Install apify-agent-tools again, or start it with --views off.',
  ])
})

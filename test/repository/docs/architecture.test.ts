import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { readPage } from './markdown.ts'

const page = readPage('docs/architecture.md')

/** The folders that a tree of two spaces a level names, as paths. */
function foldersOf(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').map((line) => {
    const [, indent = '', name = ''] = /^( *)([\w-]+)\/ +\S/.exec(line) ?? []
    above.length = indent.length / 2
    above.push(name)
    return above.join('/')
  })
}

/** A folder of the repository and the folders in it, down to `levels` below. */
function foldersIn(path: string, levels: number): string[] {
  if (levels === 0) return [path]
  const inside = readdirSync(join(ROOT, path), { withFileTypes: true })
  const folders = inside.filter((entry) => entry.isDirectory())
  return [path, ...folders.flatMap(({ name }) => foldersIn(`${path}/${name}`, levels - 1))]
}

it('the tree of the architecture page names every folder of tools and src two levels deep', () => {
  const tree = page.blocks.find(({ lang }) => lang === 'text')?.code ?? ''
  const existing = ['tools', 'src'].flatMap((folder) => foldersIn(folder, 2))
  expect(foldersOf(tree).toSorted()).toEqual(existing.toSorted())
})

it('the architecture page names only files and folders that exist', () => {
  const named = [...page.text.matchAll(/`((?:src|tools|actors|test|scripts)\/[\w./-]*)`/g)]
  expect(named.length).toBeGreaterThan(10)
  expect(
    named.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path))),
  ).toEqual([])
})

it('the table of imports has a row for every folder of src', () => {
  const rows = page.rows('Folder').map(([cell = '']) => cell)
  const folders = foldersIn('src', 1).slice(1)
  expect(folders.filter((folder) => !rows.some((row) => row.includes(`\`${folder}\``)))).toEqual([])
})

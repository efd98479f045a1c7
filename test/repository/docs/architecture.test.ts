import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { sources } from '../../support/sources.ts'
import { blocksFor } from './blocks.ts'
import { readPage } from './markdown.ts'

const page = readPage('docs/architecture.md')
const blocks = blocksFor('repository/docs/architecture.test.ts')
const codeIn = (lang: string) => blocks.find((block) => block.lang === lang)?.code ?? ''

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
  const existing = ['tools', 'src'].flatMap((folder) => foldersIn(folder, 2))
  expect(foldersOf(codeIn('text')).toSorted()).toEqual(existing.toSorted())
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

/** A name in the diagram, with its label where it is first named. */
const NODE = String.raw`[a-zA-Z]+(?:\(\[[^\])]+\]\)|\[[^\]]+\])?`
const NODES = `${NODE}(?: & ${NODE})*`
const ARROW = String.raw`(?:-->(?:\|[^|]+\|)?|-\. [^.]+ \.->)`

it('the diagram is a flowchart, and gives each name one label', () => {
  const [head, ...lines] = codeIn('mermaid').split('\n')
  expect(head).toBe('flowchart TD')
  expect(lines.length).toBeGreaterThan(10)
  const known = new RegExp(`^ {2}${NODES}(?: ${ARROW} ${NODES})?$`)
  expect(lines.filter((line) => !known.test(line))).toEqual([])
  const named = lines
    .flatMap((line) => line.trim().split(new RegExp(` ${ARROW} | & `)))
    .map((node) => ({ name: node.replace(/[^a-zA-Z].*/, ''), isLabelled: /[[(]/.test(node) }))
  const labelled = named.filter(({ isLabelled }) => isLabelled).map(({ name }) => name)
  expect(labelled.toSorted()).toEqual([...new Set(named.map(({ name }) => name))].toSorted())
})

it('the labels of the diagram begin with folders and files that exist', () => {
  const labels = [...codeIn('mermaid').matchAll(/\[([\w/-]+):/g)].map(([, label = '']) => label)
  expect(labels.length).toBeGreaterThan(6)
  const known = [...sources.keys()].map((path) => path.replace(/\.tsx?$/, ''))
  const isKnown = (label: string) =>
    existsSync(join(ROOT, label)) || known.some((path) => path.endsWith(`/${label}`))
  expect(labels.filter((label) => !isKnown(label))).toEqual([])
})

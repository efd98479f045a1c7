import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { files, ROOT, roomOf, sources } from './sources.ts'

/** Who may import whom; a room may always import itself, but no tool another tool. */
const MAY_IMPORT: Record<string, string[]> = {
  library: ['main'],
  download: ['errors'],
  'actor tools': ['call', 'tool', 'budget', 'errors', 'helpers', 'types of apify'],
  main: [
    'actor tools',
    'download',
    'registry',
    'config',
    'call',
    'tool',
    'errors',
    'mcp',
    'apify',
    'local',
  ],
  mcp: ['json', 'call', 'tool', 'config', 'registry', 'resources', 'errors'],
  call: ['tool', 'budget', 'errors'],
  resources: ['call', 'tool', 'budget', 'errors', 'helpers', 'types of apify'],
  registry: ['tool', 'tools'],
  tools: ['tool', 'budget', 'errors', 'shared', 'types of apify', 'helpers'],
  shared: ['json', 'errors', 'tool', 'types of apify'],
  helpers: ['json', 'budget', 'errors', 'types of apify'],
  tool: [],
  config: ['errors'],
  apify: ['json', 'errors', 'types of apify'],
  'types of apify': [],
  budget: [],
  json: [],
  errors: [],
  local: [],
  crawler: [],
}

/** Where the types of a room are needed and its code is not. */
const MAY_IMPORT_TYPES: Record<string, string[]> = {
  tools: ['apify', 'download'],
  tool: ['apify', 'download'],
}

/** Packages that only one room knows. */
const OWNED_PACKAGES: [name: RegExp, room: string][] = [
  [/^@modelcontextprotocol\//, 'mcp'],
  [/^undici/, 'apify'],
  [/^pino/, 'mcp'],
  [/^prom-client/, 'mcp'],
  [/^cheerio/, 'crawler'],
  [/^re2js/, 'helpers'],
]

interface Import {
  from: string
  target: string
  typeOnly: boolean
}

const STATEMENT =
  /(?:^|\n)(?:import|export)(\s+type\b)?[^'"`;=]*?from\s*['"]([^'"]+)['"]|(?:^|\n)import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(STATEMENT)].map(([, type, from, bare, dynamic]) => {
    const named = from ?? bare ?? dynamic ?? ''
    const target = named.startsWith('.')
      ? relative(ROOT, join(ROOT, dirname(file), named)).replaceAll('\\', '/')
      : named
    return { from: file, target, typeOnly: type !== undefined }
  })
}

const imports = [...sources].flatMap(([file, source]) => importsOf(file, source))

function isAllowed({ from, target, typeOnly }: Import): boolean {
  const [room = '', wanted = ''] = [roomOf(from), roomOf(target)]
  if (room === wanted) return room !== 'tools'
  if (typeOnly && MAY_IMPORT_TYPES[room]?.includes(wanted)) return true
  return MAY_IMPORT[room]?.includes(wanted) ?? false
}

const show = ({ from, target }: Import) => `${from} -> ${target}`

describe('the rooms', () => {
  it('are complete: every file is in one, and every import is seen', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([])
    const lines = [...sources.values()].flatMap(
      (source) => source.match(/^.*\bfrom '\S+'$/gm) ?? [],
    )
    expect(imports.length).toBeGreaterThanOrEqual(lines.length)
  })

  it('import only whom they may', () => {
    const own = imports.filter(({ target }) => /^(?:src|tools|test|scripts)\//.test(target))
    expect(own.filter((entry) => !isAllowed(entry)).map(show)).toEqual([])
  })

  it('keep their packages to themselves', () => {
    const strays = imports.filter(({ from, target }) =>
      OWNED_PACKAGES.some(([name, room]) => name.test(target) && roomOf(from) !== room),
    )
    expect(strays.map(show)).toEqual([])
  })

  it('write files in one place: tools reach no disk, network or process of their own', () => {
    const reaching = imports.filter(
      ({ from, target }) =>
        /^(?:tools|shared|helpers|call|resources|tool|budget)$/.test(roomOf(from) ?? '') &&
        /^node:(?:fs|net|child_process)/.test(target),
    )
    expect(reaching.map(show)).toEqual([])
  })

  it('import files by their names', () => {
    const known = new Set(files)
    const own = imports.filter(({ target }) => /^(?:src|tools)\//.test(target))
    expect(own.filter(({ target }) => !known.has(target)).map(show)).toEqual([])
  })
})

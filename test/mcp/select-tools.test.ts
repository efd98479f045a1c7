import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import type { HttpConfig } from '../../src/config/http-flags.ts'
import { UsageError } from '../../src/config/usage-error.ts'
import { selectTools } from '../../src/mcp/select-tools.ts'
import { READ, WRITE } from '../../src/tool-call/tool.ts'

const TOOLS = [
  { name: 'find', toolset: 'actors', annotations: READ },
  { name: 'start', toolset: 'runs', annotations: WRITE },
  { name: 'look', toolset: 'runs', annotations: READ },
  { name: 'export', toolset: 'storage', annotations: WRITE, needs: 'downloads' },
  { name: 'save', toolset: 'automation', annotations: WRITE },
  { name: 'read', toolset: 'docs', annotations: READ },
  { name: 'add', toolset: 'dynamic', annotations: WRITE, needs: 'list-changes' },
] as const

interface Selection {
  tools?: string[]
  readOnly?: boolean
  downloadDir?: string
  http?: HttpConfig | undefined
}

const HTTP = readConfig(['--http'], {}).http

function select({ tools, readOnly = false, downloadDir, http }: Selection): string[] {
  return selectTools(TOOLS, { tools, readOnly, downloadDir, http }).map(({ name }) => name)
}

describe('selectTools', () => {
  it.each<[Selection, names: string[]]>([
    [{}, ['find', 'start', 'look']],
    [{ downloadDir: '/d' }, ['find', 'start', 'look', 'export']],
    [{ readOnly: true, downloadDir: '/d' }, ['find', 'look']],
    [{ tools: ['runs'] }, ['start', 'look']],
    [{ tools: ['look', 'find'] }, ['find', 'look']],
    [{ tools: ['runs', 'look', 'find'] }, ['find', 'start', 'look']],
    [{ tools: ['runs'], readOnly: true }, ['look']],
    [{ tools: ['storage'] }, []],
    [{ tools: ['export'], downloadDir: '/d' }, ['export']],
    [{ tools: ['default'] }, ['find', 'start', 'look']],
    [{ tools: ['default', 'automation'] }, ['find', 'start', 'look', 'save']],
    [{ tools: ['default', 'read'] }, ['find', 'start', 'look', 'read']],
    [{ tools: ['docs'] }, ['read']],
    [{ tools: ['all'] }, ['find', 'start', 'look', 'save', 'read', 'add']],
    [{ tools: ['all'], http: HTTP }, ['find', 'start', 'look', 'save', 'read']],
    [
      { tools: ['all'], downloadDir: '/d', http: HTTP },
      ['find', 'start', 'look', 'export', 'save', 'read'],
    ],
    [{ tools: ['dynamic'] }, ['add']],
    [{ tools: ['all'], readOnly: true }, ['find', 'look', 'read']],
  ])('%j selects %j', (selection, names) => {
    expect(select(selection)).toEqual(names)
  })

  it.each<[Selection, message: string]>([
    [
      { tools: ['runs', 'nope'] },
      '--tools has an unknown name: "nope". The toolsets are default, all, actors, runs, storage, automation, docs, develop, dynamic; the tools are find, start, look, export, save, read, add.',
    ],
    [
      { tools: ['default', 'automatoin'] },
      'Did you mean automation? The toolsets are default, all,',
    ],
    [{ tools: ['docs', 'dynamic'], http: HTTP }, '--tools names dynamic, which changes the list'],
    [{ tools: ['all', 'add'], http: HTTP }, '--tools names add, which changes the list of tools'],
    [{ tools: ['start'], readOnly: true }, '--read-only leaves none of the tools that --tools'],
    [{ tools: ['dynamic'], readOnly: true }, '--read-only leaves none of the tools that --tools'],
    [{ tools: ['export'] }, '--tools names export, which writes files. Set their folder with'],
  ])('rejects %j', (selection, message) => {
    expect(() => select(selection)).toThrow(UsageError)
    expect(() => select(selection)).toThrow(message)
  })
})

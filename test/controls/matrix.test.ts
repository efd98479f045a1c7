import { expect, it } from 'vitest'
import { FLAGS } from '../../src/config/flags.ts'
import { cellsOf } from '../support/controls/cells.ts'
import { CONTROLS } from '../support/controls/controls.ts'
import { TRANSPORTS, WAY_NAMES } from '../support/controls/ways.ts'

/** Flags that change neither what is listed nor what is callable, or that have tests of their own. */
const OTHERS: Record<string, string> = {
  http: 'the transport',
  host: 'where it listens',
  port: 'where it listens',
  'shared-token': 'who may call, as the transport has it here',
  'allowed-hosts': 'who may call: test/mcp/http/refusals.test.ts',
  'allowed-origins': 'who may call: test/mcp/http/refusals.test.ts',
  'oauth-audience': 'which tokens count: test/mcp/http/oauth/verify-token.test.ts',
  'max-concurrency': 'how many at once: test/mcp/http/tenant-shares.test.ts',
  workers: 'how many processes: test/mcp/http/workers',
  local: 'which platform',
  actors: 'which Actors there are',
  'max-query-mb': 'a limit of memory',
  'query-cache': 'a matter of speed',
  docs: 'which pages are read: test/tools/docs/hosts.test.ts',
  'confirm-fallback': 'part of confirm: test/mcp/confirmation.test.ts',
  'download-dir': 'a folder, over stdio only: test/tools/storage/export_items.test.ts',
  'upload-dir': 'a folder, over stdio only: test/tools/storage/upload-files.test.ts',
  views: 'how hosts show results: test/mcp/apps',
  'log-level': 'what is written',
  'audit-log': 'what is written',
  otel: 'what is sent',
  config: 'a way of setting',
  'apify-login': 'which token: test/config/apify-login.test.ts',
  'print-config': 'it starts no server',
  help: 'it starts no server',
  version: 'it starts no server',
}

const isFlag = (name: string) => FLAGS.some((flag) => flag.name === name)

it('each flag is a control of the matrix, or it is said why not', () => {
  const named = [...CONTROLS.map(({ name }) => name).filter(isFlag), ...Object.keys(OTHERS)]
  expect(named.sort()).toEqual(FLAGS.map(({ name }) => name).sort())
})

it('each control is set in each way, or it is said why not', () => {
  const wrong = CONTROLS.flatMap(({ name, option, address, headers, scope, without }) => {
    const given = { option, address, header: headers, scopes: scope }
    const isSet = (way: (typeof WAY_NAMES)[number]) =>
      way === 'flag' || way === 'variable' || way === 'file'
        ? isFlag(name)
        : given[way] !== undefined
    return WAY_NAMES.filter((way) => isSet(way) === (without[way] !== undefined)).map((way) => [
      name,
      way,
    ])
  })
  expect(wrong).toEqual([])
})

it('each control has cells over each transport that has a way of setting it', () => {
  const counts = TRANSPORTS.map((transport) => [
    `${transport.kind} ${transport.version}`,
    cellsOf(transport).filter(({ reason }) => reason === undefined).length,
  ])
  expect(counts).toEqual([
    ['stdio 2025-11-25', 36],
    ['stdio 2026-07-28', 36],
    ['HTTP 2025-11-25', 48],
    ['HTTP 2026-07-28', 48],
    ['embedded 2025-11-25', 12],
    ['embedded 2026-07-28', 12],
  ])
})

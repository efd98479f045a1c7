import { expect, it } from 'vitest'
import { RequestError } from '../../../src/views/shared/json-rpc.ts'
import { isMissingTool, ownToolName, prefixOf } from '../../../src/views/shared/tool-names.ts'

const NAMES = ['run_actor', 'run_actor_sync', 'get_run'] as const

it.each([
  ['get_run', 'get_run'],
  ['apify__get_run', 'get_run'],
  ['apify_get_run', 'get_run'],
  ['mcp.apify.run_actor_sync', 'run_actor_sync'],
  ['apify:run_actor', 'run_actor'],
  ['forget_run', undefined],
  ['get_run_2', undefined],
  [undefined, undefined],
])('the name %s of a host means our %s', (hostName, own) => {
  expect(ownToolName(hostName, NAMES)).toBe(own)
  const prefix = hostName === own ? undefined : hostName?.slice(0, -(own ?? '').length)
  if (hostName && own) expect(prefixOf(hostName, own)).toBe(prefix)
})

it.each([
  ['There is no tool "abort_run". The tools of this server are: get_run.', undefined, true],
  ['MCP error -32602: Tool abort_run not found', -32_602, true],
  ['Unknown tool: abort_run', -32_602, true],
  ['Tool "abort_run" is not available to apps', -32_601, true],
  ['Tool abort_run not found', -32_000, false],
  ['Run abc was not found. Call the tool list_runs.', undefined, false],
  ['The record of the tool is not found', undefined, false],
])('"%s" with code %s says that the tool is missing: %s', (text, code, is) => {
  expect(isMissingTool(new RequestError(text, code))).toBe(is)
})

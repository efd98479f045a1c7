import { describe, expect, it, vi } from 'vitest'
import { isRecord } from '../../../src/views/shared/values.ts'
import { connectHost } from '../../support/views/connected-host.ts'

const isRun = (value: unknown): value is { runId: string } =>
  isRecord(value) && typeof value.runId === 'string'
const missing = (name: unknown) => ({
  result: { isError: true, content: [{ type: 'text', text: `There is no tool "${name}".` }] },
})

/** Returns the names of the tools that the view has called. */
const called = (sent: Record<string, unknown>[]) =>
  sent.flatMap(({ method, params }) =>
    method === 'tools/call' && isRecord(params) ? [params.name] : [],
  )

describe('a call of a tool', () => {
  it('returns the structured result', async () => {
    const { port, host } = await connectHost()
    port.answer = () => ({ result: { content: [], structuredContent: { runId: 'r' } } })
    expect(await host.call('get_run', { runId: 'r' }, isRun)).toEqual({ runId: 'r' })
  })

  it.each([
    [{ isError: true, content: [{ type: 'text', text: 'Run not found.' }] }, 'Run not found.'],
    [{ content: [{ type: 'text', text: 'cut' }] }, 'cut'],
    [{ content: [] }, 'The client passed on an answer that this view cannot read.'],
  ])('fails with a text if the answer is %j', async (result, message) => {
    const { port, host } = await connectHost()
    port.answer = () => ({ result })
    await expect(host.call('get_run', {}, isRun)).rejects.toThrow(message)
    expect(host.canCall('get_run')).toBe(true)
  })

  it('hides what calls a tool that is not there, and only that', async () => {
    const { port, host } = await connectHost()
    port.answer = ({ params }) => missing(isRecord(params) && params.name)
    const changed = vi.fn()
    host.onChange(changed)
    await expect(host.call('abort_run', {}, isRun)).rejects.toThrow('There is no tool')
    expect(changed).toHaveBeenCalledOnce()
    expect([host.canCall('abort_run'), host.canCall('get_run')]).toEqual([false, true])
    expect(called(port.sent)).toEqual(['abort_run'])
  })

  it('hides what calls a tool that the server does not list, before any call', async () => {
    const meta = { 'io.github.apify-agent-tools/absentTools': ['abort_run'] }
    const tool = { name: 'get_run', _meta: meta }
    const { port, host } = await connectHost({ context: { toolInfo: { tool } } })
    expect([host.canCall('abort_run'), host.canCall('get_run')]).toEqual([false, true])
    await expect(host.call('abort_run', {}, isRun)).rejects.toThrow('abort_run is not offered.')
    expect(called(port.sent)).toEqual([])
  })

  it.each(['apify__get_run', 'mcp.apify.get_run', 'apify_get_run'])(
    'takes the prefix of a host that calls its own tool %s',
    async (name) => {
      const { port, host } = await connectHost({ context: { toolInfo: { tool: { name } } } })
      const prefix = name.replace('get_run', '')
      port.answer = ({ params }) =>
        isRecord(params) && params.name === `${prefix}abort_run`
          ? { result: { structuredContent: { runId: 'r' } } }
          : { error: { code: -32_602, message: 'Tool abort_run not found' } }
      expect(await host.call('abort_run', {}, isRun)).toEqual({ runId: 'r' })
      expect(called(port.sent)).toEqual(['abort_run', `${prefix}abort_run`])
      expect(host.canCall('abort_run')).toBe(true)
    },
  )

  it('is of no use where the host lets views call no tools', async () => {
    const { host } = await connectHost({ capabilities: {} })
    expect(host.canCall('get_run')).toBe(false)
  })

  it('ends with the view', async () => {
    const { host } = await connectHost()
    const call = host.call('get_run', {}, isRun)
    host.end()
    await expect(call).rejects.toThrow('The request was given up.')
  })
})

it('a change of the context keeps what it does not name', async () => {
  const { host } = await connectHost({ context: { theme: 'dark', locale: 'de' } })
  host.updateContext({ theme: 'light' })
  expect(host.context).toMatchObject({ theme: 'light', locale: 'de' })
})

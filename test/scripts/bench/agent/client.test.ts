import { describe, expect, it } from 'vitest'
import {
  Agent,
  CONTEXT_TOKENS,
  countTokens,
  Unsolved,
} from '../../../../scripts/bench/agent/client.ts'

const LIST = { tools: [] }
const CALL = { name: 'get_run', arguments: { runId: 'run1' } }

/** Creates an agent of a server that always answers the same. */
function agentOf(answer: Record<string, unknown>): Agent {
  return new Agent({ request: async () => answer }, LIST)
}

const textOf = (...texts: string[]) => ({ content: texts.map((text) => ({ type: 'text', text })) })

describe('Agent', () => {
  it('counts the name and arguments of a call and the text of its result', async () => {
    const agent = agentOf({ ...textOf('It failed.', 'See the log.'), structuredContent: { a: 1 } })
    const reply = await agent.call(CALL.name, CALL.arguments)
    expect(reply).toEqual({ texts: ['It failed.', 'See the log.'], images: [], isError: false })
    const tokens = countTokens(JSON.stringify(CALL)) + countTokens('It failed.\nSee the log.')
    expect(agent.spent).toEqual({ calls: 1, tokens })
    await agent.call(CALL.name, CALL.arguments)
    expect(agent.spent).toEqual({ calls: 2, tokens: 2 * tokens })
  })

  it('decodes images, which are not text', async () => {
    const data = Buffer.from('pixels').toString('base64')
    const agent = agentOf({ content: [{ type: 'image', data, mimeType: 'image/png' }] })
    const { images } = await agent.call(CALL.name, CALL.arguments)
    expect(images.map(String)).toEqual(['pixels'])
    expect(agent.spent.tokens).toBe(countTokens(JSON.stringify(CALL)))
  })

  it('counts a resource that it reads', async () => {
    const agent = agentOf({ contents: [{ uri: 'a:b', text: 'sku,price' }] })
    expect(await agent.read('a:b')).toBe('sku,price')
    const tokens = countTokens('{"uri":"a:b"}') + countTokens('sku,price')
    expect(agent.spent).toEqual({ calls: 1, tokens })
  })

  it('gives up when all that it has read does not fit its context', async () => {
    const text = 'tea '.repeat(CONTEXT_TOKENS * 0.6)
    const agent = agentOf(textOf(text))
    await agent.call(CALL.name, CALL.arguments)
    const { tokens } = agent.spent
    await expect(agent.call(CALL.name, CALL.arguments)).rejects.toThrow(
      /^does not fit: a result of 1[\d,]+ tokens$/,
    )
    expect(agent.spent).toEqual({ calls: 2, tokens: tokens + countTokens(JSON.stringify(CALL)) })
  })

  it('returns errors if asked to, and gives up otherwise', async () => {
    const agent = agentOf({ ...textOf('No\nsuch run.'), isError: true })
    expect((await agent.tryCall(CALL.name, CALL.arguments)).isError).toBe(true)
    const failing = agent.call(CALL.name, CALL.arguments)
    await expect(failing).rejects.toThrow(new Unsolved('get_run: No such run.'))
  })

  it('gives up when there is no answer, or no result', async () => {
    const silent = new Agent({ request: () => new Promise(() => {}) }, LIST, 1)
    await expect(silent.call(CALL.name, CALL.arguments)).rejects.toThrow(Unsolved)
    const refusing = new Agent({ request: () => Promise.reject(new Error('Unknown tool')) }, LIST)
    await expect(refusing.read('a:b')).rejects.toThrow(new Unsolved('Unknown tool'))
  })
})

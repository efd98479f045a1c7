import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { method } from '../../../../src/mcp/http/workers/channel.ts'
import { FROM_WORKER } from '../../../../src/mcp/http/workers/protocol.ts'
import { ToolError } from '../../../../src/shared/errors.ts'
import { createPrimary } from '../../../support/linked-workers.ts'

describe('a channel', () => {
  it('passes errors for agents on as they are', async () => {
    const { start } = createPrimary()
    const { channel } = await start(1)
    const asked = channel.ask(FROM_WORKER.openPlatform, null)
    await expect(asked).rejects.toEqual(new ToolError('The folder is gone.', 'Choose another.'))
  })

  it('says that nothing answers a method, and goes on', async () => {
    const { start } = createPrimary()
    const { channel } = await start(1)
    const unknown = method('unknown', z.null(), z.null())
    await expect(channel.ask(unknown, null)).rejects.toThrow('Nothing answers unknown yet.')
    expect(await channel.ask(FROM_WORKER.spend, 'x')).toBe(true)
  })

  it('takes only messages of its form, and none after its end', async () => {
    const { start } = createPrimary()
    const { channel } = await start(1)
    for (const wrong of [null, {}, ['text'], [{ method: 1 }], [{ id: 'x', result: 1 }]])
      expect(() => channel.receive(wrong)).toThrow()
    const open = channel.ask(FROM_WORKER.spend, 'x')
    channel.close()
    await expect(open).rejects.toThrow('has ended')
    await expect(channel.ask(FROM_WORKER.spend, 'x')).rejects.toThrow('has ended')
  })
})

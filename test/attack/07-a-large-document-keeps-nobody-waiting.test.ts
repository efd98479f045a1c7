import { expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { manyKeys, pack, sendLarge } from '../support/large-json.ts'
import { seed } from '../support/seeded-server.ts'

const PACKED = pack(manyKeys(800_000))
const OTHER_TOKEN = 'apify_api_tokenOfSomebodyElse'

it.each(DOORS)(
  '07 four calls for 800,000 keys, and others are answered between, over $name',
  async (door) => {
    const fake = await seed()
    sendLarge(fake, 'keys', PACKED)
    fake.on('* *', ({ headers }) => {
      // Any token is one of a tenant.
      headers.authorization = `Bearer ${fake.token}`
      return 'pass'
    })
    const { call } = await openServer(door, { fake })
    let open = 4
    let others = 0
    const large = Array.from({ length: 4 }, async () => {
      const { structured } = await call('get_record', { storeId: 'store1', recordKey: 'keys' })
      open--
      return structured.note
    })
    const ask = async (): Promise<void> => {
      const { isError, text } = await call('whoami', {}, OTHER_TOKEN)
      expect(isError, text).toBe(false)
      others++
      if (open > 0) await ask()
    }
    await ask()
    for (const note of await Promise.all(large)) expect(note).toContain('truncated')
    // Calls one after the other: each was answered while large documents were still being read.
    expect(others).toBeGreaterThan(8)
  },
)

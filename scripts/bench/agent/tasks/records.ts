import { z } from 'zod'
import { Unsolved } from '../client.ts'
import { find, jsonOf, parseText, type Task } from '../task.ts'

const totals = z.looseObject({ orders: z.object({ cancelled: z.number() }) })

/** "How many orders were cancelled in total, says the record REPORT?" */
const largeRecord: Task = {
  name: 'a value in a record of 1.5 MB',
  solve: {
    async ours(agent, { storeId }) {
      const args = { storeId, recordKey: 'REPORT' }
      const whole = z.looseObject({ value: z.looseObject({ totals }) })
      const reply = await agent.call('get_record', args)
      return jsonOf(whole, reply).value.totals.orders.cancelled
    },
    async incumbent(agent, { storeId, apiUrl }) {
      const report = z.looseObject({ totals })
      const text = await agent.read(`${apiUrl}/v2/key-value-stores/${storeId}/records/REPORT`)
      if (text.startsWith('{')) return parseText(report, text).totals.orders.cancelled
      const args = { keyValueStoreId: storeId, recordKey: 'REPORT' }
      const reply = await agent.call('get-key-value-store-record', args)
      return jsonOf(z.looseObject({ value: report }), reply).value.totals.orders.cancelled
    },
  },
  expected: ({ truth }) => truth.cancelled,
}

/** Reads width and height, in pixels, from the head of a PNG. */
function sizeOf(image: Buffer | undefined) {
  if (image?.toString('latin1', 1, 4) !== 'PNG') throw new Unsolved('no image in the result')
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
}

/** "Look at the image SCREENSHOT. How large is it?" */
const image: Task = {
  name: 'an image looked at',
  solve: {
    async ours(agent, { storeId }) {
      const { images } = await agent.call('get_record', { storeId, recordKey: 'SCREENSHOT' })
      return sizeOf(images[0])
    },
    async incumbent(agent, { storeId: keyValueStoreId }) {
      const args = { keyValueStoreId, recordKey: 'SCREENSHOT' }
      return sizeOf((await agent.call('get-key-value-store-record', args)).images[0])
    },
  },
  expected: ({ truth }) => truth.image,
}

/** "Which Actor crawls websites? Is it free? Which input does it need?" */
const actor: Task = {
  name: 'an Actor found, its price and input',
  solve: {
    async ours(agent) {
      const list = z.object({
        actors: z.tuple([z.looseObject({ actorId: z.string(), price: z.string() })]),
      })
      const found = jsonOf(list, await agent.call('search_actors', { query: 'website' })).actors[0]
      const shape = z.looseObject({
        input: z.array(z.looseObject({ name: z.string(), required: z.boolean().optional() })),
      })
      const { input } = jsonOf(shape, await agent.call('get_actor', { actorId: found.actorId }))
      const required = input.filter((field) => field.required).map(({ name }) => name)
      return { actorId: found.actorId, isFree: /\bfree\b/i.test(found.price), required }
    },
    async incumbent(agent) {
      const card = (await agent.call('search-actors', { keywords: 'website' })).texts.join('\n')
      const actorId = find(card, /^## .*\(`([^`]+)`\)/m)
      const isFree = /\bfree\b/i.test(find(card, /^- \*\*\[Pricing\].*?:\*\* (.*)$/m))
      const fields = find(card, /^- \*\*Input fields:\*\* (.*)$/m)
      const required = [...fields.matchAll(/(\w+)(\??): /g)]
        .filter(([, , optional]) => optional === '')
        .map(([, name]) => name)
      return { actorId, isFree, required }
    },
  },
  expected: ({ truth }) => truth.actor,
}

export const RECORD_TASKS = [largeRecord, image, actor]

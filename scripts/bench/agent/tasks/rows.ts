import { z } from 'zod'
import { Unsolved } from '../client.ts'
import { csvRows, find, jsonOf, rounded, type Task } from '../task.ts'

const answer = z.object({ rows: z.array(z.array(z.unknown())) })
const described = z.object({ fields: z.array(z.looseObject({ name: z.string() })) })

/** "How many products are in stock, have 4 stars or more and cost at most 250? What is their mean price?" */
const question: Task = {
  name: 'a question over 5,000 rows',
  solve: {
    async ours(agent, { productsId: datasetId }) {
      const { fields } = jsonOf(described, await agent.call('get_dataset', { datasetId }))
      const names = new Set(fields.map(({ name }) => name))
      if (!['inStock', 'stars', 'price'].every((name) => names.has(name)))
        throw new Unsolved('the fields are not described')
      const sql =
        "SELECT count(*), avg(price->>'value') FROM items WHERE inStock AND stars >= 4 AND price->>'value' <= 250"
      const shape = z.object({ rows: z.tuple([z.tuple([z.number(), z.number()])]) })
      const { rows } = jsonOf(shape, await agent.call('query_dataset', { datasetId, sql }))
      const [[count, mean]] = rows
      return { count, meanPrice: rounded(mean, 2) }
    },
    async incumbent(agent, { productsId: datasetId, apiUrl }) {
      const schema = await agent.call('get-dataset-schema', { datasetId, limit: 1 })
      find(schema.texts.join('\n'), /"(inStock)".*"stars"/)
      const query = 'format=csv&fields=inStock,stars,price.value&flatten=price'
      const rows = csvRows(await agent.read(`${apiUrl}/v2/datasets/${datasetId}/items?${query}`))
      const prices = rows
        .filter(([inStock, stars]) => inStock === 'true' && Number(stars) >= 4)
        .map(([, , price]) => Number(price))
        .filter((price) => price <= 250)
      const sum = prices.reduce((total, price) => total + price, 0)
      return { count: prices.length, meanPrice: rounded(sum / prices.length, 2) }
    },
  },
  expected: ({ truth: { products } }) => ({
    count: products.count,
    meanPrice: rounded(products.meanPrice, 2),
  }),
}

/** "Which products (by `sku`) are new, gone or of another `price` in the later run?" */
const comparison: Task = {
  name: 'what changed between two runs',
  solve: {
    async ours(agent, { earlierRunId, laterRunId }) {
      const sql =
        'SELECT coalesce(a.sku, b.sku) FROM items a FULL JOIN other b ON a.sku = b.sku WHERE a.price IS NOT b.price'
      const args = { runId: earlierRunId, otherRunId: laterRunId, sql }
      const { rows } = jsonOf(answer, await agent.call('query_dataset', args))
      return rows.map(([sku]) => String(sku)).sort()
    },
    async incumbent(agent, { earlierRunId, laterRunId, apiUrl }) {
      const prices = async (runId: string) => {
        const uri = `${apiUrl}/v2/actor-runs/${runId}/dataset/items?format=csv&fields=sku,price`
        return new Map(csvRows(await agent.read(uri)).map(([sku = '', price]) => [sku, price]))
      }
      const [before, after] = [await prices(earlierRunId), await prices(laterRunId)]
      const all = [...new Set([...before.keys(), ...after.keys()])]
      return all.filter((sku) => before.get(sku) !== after.get(sku)).sort()
    },
  },
  expected: ({ truth }) => truth.changes,
}

/** "In which room is the next meeting, says the `transcript` of `meeting-2`, row 1, at its end?" */
const longField: Task = {
  name: 'the end of a long field',
  solve: {
    async ours(agent, { transcriptsId: datasetId }) {
      const sql = "SELECT substr(transcript, -300) FROM items WHERE meeting = 'meeting-2'"
      const reply = await agent.call('query_dataset', { datasetId, sql })
      return Number(find(reply.texts.join('\n'), /room (\d+)/))
    },
    async incumbent(agent, { transcriptsId: datasetId }) {
      const args = { datasetId, fields: 'transcript', offset: 1, limit: 1 }
      const reply = await agent.call('get-dataset-items', args)
      return Number(find(reply.texts.join('\n'), /room (\d+)/))
    },
  },
  expected: ({ truth }) => truth.room,
}

/** "Add these 20 rows to the dataset." */
const written: Task = {
  name: '20 rows written',
  solve: {
    async ours(agent, { rowsId: datasetId, newRows: items }) {
      const reply = await agent.call('push_dataset_items', { datasetId, items })
      return jsonOf(z.looseObject({ pushed: z.number() }), reply).pushed
    },
    async incumbent(agent) {
      const writer = agent.tools.find(
        ({ annotations, inputSchema }) =>
          annotations?.readOnlyHint !== true && 'datasetId' in (inputSchema.properties ?? {}),
      )
      throw new Unsolved(writer ? `no script for ${writer.name}` : 'no tool writes rows')
    },
  },
  async expected({ api, given: { rowsId, newRows } }) {
    const stored = await api.get(`datasets/${rowsId}/items`)
    if (JSON.stringify(stored) !== JSON.stringify(newRows))
      throw new Unsolved('the dataset has other rows')
    return newRows.length
  },
}

export const ROW_TASKS = [question, comparison, longField, written]

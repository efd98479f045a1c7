import { Ajv2020 } from 'ajv/dist/2020.js'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect } from 'vitest'
import { z } from 'zod'
import { followNext } from './follow-next.ts'
import { startServer } from './mcp-client.ts'
import { seed } from './seeded-server.ts'

const BUDGETS = [500, 777, 2500, 8000, 25_000]

export type CheckedServer = Awaited<ReturnType<typeof checkedServers>>['servers'][number]

/** Starts servers with several budgets over one fake. They check every result. */
export async function checkedServers() {
  const fake = await seed()
  const servers = await Promise.all(BUDGETS.map((budget) => checkedServer(fake, budget)))
  return { fake, servers }
}

async function checkedServer(fake: Awaited<ReturnType<typeof seed>>, budget: number) {
  const { client, call } = await startServer({ fake, args: [`--max-result-tokens=${budget}`] })
  const { tools } = await client.listTools()
  const ajv = new Ajv2020({ strict: false })
  const schemas = new Map(
    tools.map((tool) => [tool.name, ajv.compile(tool.outputSchema ?? { not: {} })]),
  )
  return {
    budget,
    /**
     * Calls a tool and returns the structured result. Checks that the text fits the budget and equals
     * the structured content, and that the result matches the schema.
     */
    async call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
      const { text, structured, isError } = await call(name, args)
      expect(isError, text).toBe(false)
      expect(countTokens(text, { disallowedSpecial: new Set() })).toBeLessThanOrEqual(budget)
      expect(JSON.parse(text)).toEqual(structured)
      const schema = schemas.get(name)
      expect(schema?.(structured), ajv.errorsText(schema?.errors)).toBe(true)
      return structured
    },
  }
}

const resultPage = z.looseObject({ next: z.looseObject({}).optional() })

/** Follows `next` to the last page. Calls `onPage` with each page and its arguments. */
export async function eachPage(
  { call }: CheckedServer,
  [tool, args]: [name: string, args: Record<string, unknown>],
  onPage: (page: Record<string, unknown>, args: Record<string, unknown>) => void,
): Promise<void> {
  await followNext(async (next) => {
    const pageArgs = { ...args, ...next }
    const page = await call(tool, pageArgs)
    onPage(page, pageArgs)
    return resultPage.parse(page)
  })
}

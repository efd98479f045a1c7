import { Ajv2020 } from 'ajv/dist/2020.js'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect } from 'vitest'
import { startServer } from './mcp-client.ts'
import { seed } from './seeded-server.ts'

const BUDGETS = [500, 777, 2500, 8000, 25_000]

export type Checked = Awaited<ReturnType<typeof checkedServers>>['servers'][number]

/** Servers of several budgets over one fake, whose every result is held to what all promise. */
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
    /** The result, once it is seen to fit, to be JSON, equal in both halves, and of its schema. */
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

/** Calls by `next` until there is none, and hands over each page with the arguments that gave it. */
export async function eachPage(
  { call }: Checked,
  [tool, args]: [name: string, args: Record<string, unknown>],
  use: (page: Record<string, unknown>, args: Record<string, unknown>) => void,
): Promise<void> {
  const seen = new Set<string>()
  for (let given = args; ; ) {
    const page = await call(tool, given)
    use(page, given)
    if (page.next === undefined) return
    const key = JSON.stringify(page.next)
    expect(seen, `${tool} ${key} leads nowhere`).not.toContain(key)
    seen.add(key)
    given = { ...args, ...Object(page.next) }
  }
}

import type { z } from 'zod'
import type { Apify } from '../../src/apify/types/apify.ts'
import type { Attachment, Context, Tool } from '../../src/tool-call/tool.ts'

/** For calls that ask nothing in SQL. */
export const NO_QUERIES: Context['queries'] = {
  prepare: () => {},
  ask: async () => {
    throw new Error('The test answers no queries.')
  },
}

/** For calls that read no documentation. */
export const NO_DOCS: Context['docs'] = {
  search: async () => {
    throw new Error('The test has no documentation.')
  },
  read: async () => {
    throw new Error('The test has no documentation.')
  },
}

/** Names of Actors are extras, which few tests are about. */
const NO_NAMES: Partial<Apify> = {
  actorName: async () => undefined,
  actorNames: async () => new Map(),
}

/** What a test puts in place of the server: at least the methods of the API that the handler calls. */
interface TestContext extends Omit<Partial<Context>, 'apify' | 'settings' | 'progress' | 'attach'> {
  apify?: Partial<Apify>
  settings?: Partial<Context['settings']>
}

/**
 * Calls the handler of a tool with parsed arguments and a fake API; boots no server.
 * @returns the result by the tool's output schema, and what the handler attached and reported
 * @throws what the handler throws
 */
export async function callHandler<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  args: z.input<Input>,
  { apify = {}, settings, ...rest }: TestContext = {},
) {
  const attachments: Attachment[] = []
  const progress: string[] = []
  const result = await tool.handler(tool.input.parse(args), {
    wantsProgress: false,
    queries: NO_QUERIES,
    docs: NO_DOCS,
    ...rest,
    apify: onlyFaked(apify, NO_NAMES),
    settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000, ...settings },
    progress: (message) => progress.push(message),
    attach: (block) => attachments.push(block),
  })
  return { result: tool.output.parse(result), attachments, progress }
}

/**
 * Returns an API of some methods. A call of one that the test does not fake is an error that names it.
 * @param others are taken if `apify` lacks them
 */
export function onlyFaked(apify: Partial<Apify>, others: Partial<Apify> = {}): Apify {
  return new Proxy<Partial<Apify>>(apify, {
    get(_, method) {
      // Promises look for it on what they resolve to.
      if (method === 'then') return undefined
      // The real API inherits its methods.
      const faked = [apify, others].find((methods) => method in methods)
      if (faked) return Reflect.get(faked, method)
      throw new Error(`The test does not fake apify.${String(method)}.`)
    },
  }) as Apify
}

import { createRedactor } from '../exit/redact.ts'

/**
 * Says why the program cannot go on, without secrets, and ends it: with code 2 if it is used wrongly, else
 * with 1.
 */
export function exitWithError(error: unknown): never {
  // A wrong flag is repeated, and people put tokens where they do not belong.
  const { APIFY_TOKEN, MCP_ACCESS_KEY } = process.env
  const { logLine } = createRedactor(() => [APIFY_TOKEN?.trim(), MCP_ACCESS_KEY?.trim()])
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`apify-agent-tools: ${logLine(text)}\n`)
  // By its name: bundles that are loaded later have their own copy of the class.
  process.exit(error instanceof Error && error.name === 'UsageError' ? 2 : 1)
}

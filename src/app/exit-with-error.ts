import { isPlaceholderToken } from '../config/placeholder-token.ts'
import { secretVariables } from '../config/secret-variables.ts'
import { createRedactor } from '../exit/redact.ts'

/**
 * Says why the program cannot go on, without secrets, and ends it: with code 2 if it is used wrongly, else
 * with 1.
 */
export function exitWithError(error: unknown): never {
  // A wrong flag is repeated, and people put tokens where they do not belong.
  const token = process.env.APIFY_TOKEN?.trim()
  // A placeholder is no secret, and may be the name of the variable, which the line has to say.
  const isSecret = token !== undefined && !isPlaceholderToken(token)
  const secrets = [isSecret ? token : undefined, ...secretVariables(process.env)]
  const { logLine } = createRedactor(() => secrets)
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`apify-agent-tools: ${logLine(text)}\n`)
  // By its name: bundles that are loaded later have their own copy of the class.
  process.exit(error instanceof Error && error.name === 'UsageError' ? 2 : 1)
}

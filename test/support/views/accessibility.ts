import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Frame } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** A breach of an accessibility rule, with the elements that breach it. */
export interface Violation {
  rule: string
  help: string
  /** CSS selectors, each with what axe says about its element. */
  elements: string[]
}

/** Runs axe in a frame and returns what it finds, best practices included. */
export async function checkAccessibility(frame: Frame): Promise<Violation[]> {
  // Evaluated by the debugger, since the policy of a view loads no script.
  await frame.evaluate(await readFile(AXE, 'utf8'))
  const { violations } = await frame.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  )
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    elements: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
}

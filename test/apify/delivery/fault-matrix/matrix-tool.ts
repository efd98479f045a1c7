import type { FakeApify } from '../../../support/fake-apify/apify.ts'
import type { Fault } from '../../../support/fake-apify/faults.ts'

/** What the server of a cell works with. */
export interface MatrixWorld {
  fake: FakeApify
  /** Where it writes files. */
  folder: string
}

/** One tool in the matrix. */
export interface MatrixTool {
  tool: string
  args: Record<string, unknown>
  /** The request that does the tool's work; a fault that occurs once hits it. */
  main: string
  /** What a correct result includes. */
  right: object
  /** How often the tool's work was done; undefined for tools that only read. */
  done?(world: MatrixWorld): number
  /** Whether the request that does the work may be repeated, since a repetition changes nothing. */
  repeats?: true
  /** Whether a slow response has no time limit as long as it makes progress. */
  streams?: true
  /** Whether a response in HTML is right: a record may be HTML. */
  takesHtml?: true
  /** Whether `main` goes to the site of the documentation, not to the API. */
  readsDocs?: true
}

/** Faults after which it is unknown whether the work was done, although it was not. */
const NOT_DONE: readonly Fault[] = [
  '500',
  '502',
  '503',
  'closed before the work',
  'HTML in place of JSON',
]

/** Returns whether the tool may fail although the fault occurs once. */
export function mayFail(matrixTool: MatrixTool, fault: Fault): boolean {
  const { done, repeats, streams, takesHtml, readsDocs } = matrixTool
  // A page is asked for once in each call.
  if (readsDocs) return true
  if (done && !repeats) return NOT_DONE.includes(fault)
  return (streams === true && fault === 'slow drip') || (!!takesHtml && fault.startsWith('HTML'))
}

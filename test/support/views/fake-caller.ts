import type { Caller } from '../../../src/views/shared/table/row-source.ts'

type Answer = (args: Record<string, unknown>) => unknown

/** A host that answers calls of tools from functions, and keeps what was called. */
export class FakeCaller implements Caller {
  readonly calls: { tool: string; args: Record<string, unknown> }[] = []
  private readonly answers: Record<string, Answer>

  /** @param answers the tools that there are */
  constructor(answers: Record<string, Answer>) {
    this.answers = answers
  }

  canCall(tool: string): boolean {
    return tool in this.answers
  }

  async call<Value>(
    tool: string,
    args: Record<string, unknown>,
    isValue: (value: unknown) => value is Value,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<Value> {
    this.calls.push({ tool, args })
    await Promise.resolve()
    if (signal?.aborted) throw new Error('The request was given up.')
    const value = this.answers[tool]?.(args)
    if (!isValue(value)) throw new Error(`${tool} did not answer.`)
    return value
  }
}

/** Answers `list_dataset_items` from a dataset of numbered rows, as many in one result as the budget takes. */
export function listOf(rows: number, budget: number): Answer {
  return ({ offset = 0, limit = 20, fields }) => {
    const from = Number(offset)
    const end = Math.min(rows, from + Math.min(Number(limit), budget))
    const columns = Array.isArray(fields) ? fields.map(String) : ['n', 'name']
    const all = Array.from({ length: Math.max(0, end - from) }, (_, i) =>
      columns.map((column) => (column === 'n' ? from + i : `${column} ${from + i}`)),
    )
    const next = end < rows ? { next: { offset: end } } : {}
    return { columns, rows: all, offset: from, count: all.length, total: rows, ...next }
  }
}

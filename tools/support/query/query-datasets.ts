import type { Context } from '../../../src/tool-call/tool.ts'
import { answerPage } from './answer-page.ts'
import { askDatasets, type DatasetRefs } from './ask-datasets.ts'
import { maxCellChars, pageBatch } from './read-answer.ts'

interface DatasetQuery {
  sql: string
  fields?: string[] | undefined
  limit: number
}

/**
 * Answers a question in SQL about one or two datasets, as far as the budget allows.
 * @throws {ToolError} if the statement is wrong, or it or its tables take too much
 */
export function queryDatasets(
  refs: DatasetRefs,
  { sql, fields, limit }: DatasetQuery,
  context: Context,
) {
  const maxTokens = context.settings.maxResultTokens
  const question = {
    sql,
    fields,
    maxCellChars: maxCellChars(maxTokens),
    batch: pageBatch({ limit, maxTokens }),
  }
  return askDatasets(refs, question, context, (answer, tableNote) =>
    answerPage(answer, {
      limit,
      maxTokens,
      canExport: context.downloads !== undefined,
      tableNote,
    }),
  )
}

import type { MatrixTool } from '../matrix-tool.ts'
import { ACTOR_ROWS } from './actors.ts'
import { AUTOMATION_ROWS } from './automation.ts'
import { DEVELOP_ROWS } from './develop.ts'
import { DOCS_ROWS } from './docs.ts'
import { DYNAMIC_ROWS } from './dynamic.ts'
import { RUN_ROWS } from './runs.ts'
import { STORAGE_ROWS } from './storage.ts'

/** All tools that ask the API or a site, each once. */
export const MATRIX_TOOLS: readonly MatrixTool[] = [
  ...ACTOR_ROWS,
  ...RUN_ROWS,
  ...STORAGE_ROWS,
  ...AUTOMATION_ROWS,
  ...DOCS_ROWS,
  ...DEVELOP_ROWS,
  ...DYNAMIC_ROWS,
]

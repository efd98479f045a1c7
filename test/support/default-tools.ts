import { expandToolsets } from '../../src/shared/toolsets.ts'
import { tools } from '../../tools/index.ts'

/** The tools that a server offers without `--tools` and without a download folder. */
export const DEFAULT_TOOLS = tools.filter(
  ({ toolset, needs }) => expandToolsets(undefined).has(toolset) && needs === undefined,
)

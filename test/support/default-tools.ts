import { expandToolsets } from '../../src/shared/toolsets.ts'
import { tools } from '../../tools/index.ts'

const toolsets = expandToolsets(undefined)

/** The tools that a server offers without `--tools` and `--download-dir`, which `export_items` needs. */
export const DEFAULT_TOOLS = tools.filter(({ toolset, needs }) => toolsets.has(toolset) && !needs)

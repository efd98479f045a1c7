import { selectTools } from '../../src/mcp/select-tools.ts'
import { tools } from '../../tools/index.ts'

/** The tools of a server without `--tools` and `--download-dir`. */
export const DEFAULT_TOOLS = selectTools(tools, {
  tools: undefined,
  readOnly: false,
  downloadDir: undefined,
})

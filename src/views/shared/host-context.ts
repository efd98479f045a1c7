import type { McpUiDisplayMode, McpUiTheme } from '@modelcontextprotocol/ext-apps'
import { isRecord, listOf, numberOf, recordOf, textOf } from './values.ts'

/** What the host says about the place in which it shows the view. All of it is optional. */
export interface HostContext {
  /** Light if the host says nothing. */
  theme: McpUiTheme
  /** CSS variables by name (`--color-text-primary`), in the host's own values. */
  variables: Record<string, string>
  /** `@font-face` rules of the host. */
  fonts: string | undefined
  /** BCP 47, such as `de-AT`. */
  locale: string | undefined
  /** IANA, such as `Europe/Prague`. */
  timeZone: string | undefined
  displayMode: McpUiDisplayMode
  /** Pixels that the device covers at each side. */
  safeArea: { top: number; right: number; bottom: number; left: number }
  /** The name of the tool whose result is shown, as the host calls it: it may have a prefix. */
  toolName: string | undefined
  /** The server's own names of tools that this view could call if they were listed. */
  absentTools: unknown[]
}

/** Where the server names them. */
const ABSENT_TOOLS = 'io.github.apify-agent-tools/absentTools'

const MODES: readonly McpUiDisplayMode[] = ['inline', 'fullscreen', 'pip']

/** Reads the context of a host. Members that are missing or malformed get the value of a host that says nothing. */
export function readHostContext(raw: Record<string, unknown>): HostContext {
  const styles = recordOf(raw.styles)
  const insets = recordOf(raw.safeAreaInsets)
  const tool = recordOf(recordOf(raw.toolInfo).tool)
  const side = (name: string) => Math.max(0, numberOf(insets[name]) ?? 0)
  return {
    theme: raw.theme === 'dark' ? 'dark' : 'light',
    variables: readVariables(styles.variables),
    fonts: textOf(recordOf(styles.css).fonts),
    locale: textOf(raw.locale),
    timeZone: textOf(raw.timeZone),
    displayMode: MODES.find((mode) => mode === raw.displayMode) ?? 'inline',
    safeArea: {
      top: side('top'),
      right: side('right'),
      bottom: side('bottom'),
      left: side('left'),
    },
    toolName: textOf(tool.name),
    absentTools: listOf(recordOf(tool._meta)[ABSENT_TOOLS]),
  }
}

function readVariables(raw: unknown): Record<string, string> {
  const read: Record<string, string> = {}
  if (!isRecord(raw)) return read
  for (const [name, value] of Object.entries(raw)) {
    if (name.startsWith('--') && textOf(value)) read[name] = String(value)
  }
  return read
}

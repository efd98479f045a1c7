import { styleText } from 'node:util'

/** The widest line that is pleasant to read, in columns, and the width where nothing says one. */
const WIDTHS = { widest: 100, usual: 80, narrowest: 40 }

/** What the demo needs to know of the stream that it prints to. */
interface Stream {
  isTTY?: boolean
  columns?: number
  hasColors?(): boolean
}

type Environment = Record<string, string | undefined>

/** The styles that the demo uses. */
type Style = 'bold' | 'dim' | 'cyan' | 'green' | 'yellow' | 'red'

/** Where the demo prints. */
export interface Terminal {
  /** The width of a line, in columns. */
  width: number
  /** Returns a text in a style; the text alone where colors are not wanted. */
  style(style: Style, text: string): string
}

/** Returns how to print to a stream. */
export function terminalOf(stream: Stream, env: Environment): Terminal {
  const colored = wantsColors(stream, env)
  const columns = stream.columns ?? (Number(env.COLUMNS) || WIDTHS.usual)
  return {
    width: Math.max(WIDTHS.narrowest, Math.min(columns, WIDTHS.widest)),
    style: (style, text) => (colored ? styleText(style, text) : text),
  }
}

/**
 * Returns whether to print colors: as `FORCE_COLOR` and `NO_COLOR` say, else only in a terminal that has them.
 * Source: https://no-color.org, https://force-color.org.
 */
export function wantsColors({ isTTY, hasColors }: Stream, env: Environment): boolean {
  const forced = env.FORCE_COLOR
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if (env.NO_COLOR) return false
  return isTTY === true && (hasColors?.() ?? true)
}

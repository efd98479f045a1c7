import type {
  McpUiHostContext,
  McpUiStyles,
  McpUiTheme,
} from '@modelcontextprotocol/ext-apps/app-bridge'
import type { Quirks } from '../contract.ts'

/** The host's colours, each for the light and the dark theme. */
const COLORS = {
  'background-primary': ['#ffffff', '#1f1e1d'],
  'background-secondary': ['#f5f4ef', '#262624'],
  'background-tertiary': ['#ebe9e1', '#30302e'],
  'background-inverse': ['#141413', '#faf9f5'],
  'background-info': ['#e1edfa', '#17324f'],
  'background-danger': ['#fbe4e4', '#4a1c1c'],
  'background-success': ['#e2f2e3', '#173a1c'],
  'background-warning': ['#fbf0d9', '#44330d'],
  'background-disabled': ['#f0eee6', '#2b2b29'],
  'text-primary': ['#141413', '#faf9f5'],
  'text-secondary': ['#4f4e49', '#c8c6bd'],
  'text-tertiary': ['#66645d', '#a8a69d'],
  'text-inverse': ['#ffffff', '#141413'],
  'text-info': ['#1a5fa8', '#8fc1f5'],
  'text-danger': ['#a32020', '#f5a3a3'],
  'text-success': ['#1d6b26', '#8fd698'],
  'text-warning': ['#7a5200', '#ebc06a'],
  'text-disabled': ['#8b897f', '#7d7b73'],
  'border-primary': ['#8f8d84', '#6e6c64'],
  'border-secondary': ['#cfcdc4', '#4a4945'],
  'border-tertiary': ['#e3e1d9', '#383733'],
  'ring-primary': ['#1a5fa8', '#8fc1f5'],
} as const

const SIZES: McpUiStylesPart = {
  '--font-sans': 'system-ui, sans-serif',
  '--font-mono': 'ui-monospace, monospace',
  '--font-text-xs-size': '12px',
  '--font-text-sm-size': '14px',
  '--font-text-md-size': '16px',
  '--font-heading-sm-size': '18px',
  '--font-heading-md-size': '20px',
  '--font-weight-normal': '400',
  '--font-weight-medium': '500',
  '--font-weight-semibold': '600',
  '--font-weight-bold': '700',
  '--border-radius-sm': '4px',
  '--border-radius-md': '8px',
  '--border-radius-lg': '12px',
  '--border-width-regular': '1px',
}
type McpUiStylesPart = Partial<McpUiStyles>

/** Returns the style variables of a theme. */
function variablesOf(theme: McpUiTheme): McpUiStyles {
  const colors = Object.entries(COLORS).map(([name, [light, dark]]) => [
    `--color-${name}`,
    theme === 'light' ? light : dark,
  ])
  return { ...SIZES, ...Object.fromEntries(colors) }
}

/** Returns the part of the host context that says how the host looks. */
export function themeContext(theme: McpUiTheme, quirks: Quirks): McpUiHostContext {
  if (quirks.noTheme) return {}
  return { theme, ...(!quirks.noStyleVariables && { styles: { variables: variablesOf(theme) } }) }
}

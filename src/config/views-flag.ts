import type { Flag } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

/** Which clients get views: those that declare the extension, all, or none. */
export const VIEWS_CHOICES = ['auto', 'on', 'off'] as const
export type ViewsChoice = (typeof VIEWS_CHOICES)[number]

export const VIEWS_FLAG: Flag = {
  name: 'views',
  kind: 'text',
  value: VIEWS_CHOICES.join('|'),
  default: 'auto',
  defaultIn: ({ values }) => (values.get('no-structured') === 'true' ? 'off' : 'auto'),
  describe:
    'Show results in views (MCP Apps): to clients that declare the extension (`auto`), to all (`on`) or to none (`off`).',
}

/**
 * Reads which clients get views.
 * @param structured whether results have structured content, which views show
 * @throws {UsageError} if there is no such choice, or all clients shall get views without structured content
 */
export function readViews(flags: Map<string, string>, structured: boolean): ViewsChoice {
  const value = flags.get(VIEWS_FLAG.name)
  const choice = VIEWS_CHOICES.find((each) => each === (value ?? 'auto'))
  if (choice) return viewsChoice(choice, structured)
  throw new UsageError(
    `--views takes ${VIEWS_CHOICES.join(', ').replace(/, (?=\w+$)/, ' or ')}, not ${JSON.stringify(value)}.`,
  )
}

/**
 * Returns which clients get views.
 * @param structured whether results have structured content, which views show
 * @throws {UsageError} if all clients shall get views without structured content
 */
export function viewsChoice(choice: ViewsChoice, structured: boolean): ViewsChoice {
  if (structured) return choice
  if (choice !== 'on') return 'off'
  throw new UsageError(
    '--views on and --no-structured cannot be combined.',
    'Views show the structured content of results: remove one of them.',
  )
}

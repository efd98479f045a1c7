import { z } from 'zod'
import { textPage } from '../../src/budget/text-page.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { next, note, notes, position } from '../support/arguments.ts'
import { oneLine } from '../support/text/one-line.ts'

export default defineTool({
  name: 'read_docs',
  title: 'Read documentation',
  description:
    'Returns a page of the documentation as Markdown, in parts: go on with `next`. With `#section` in `url` it begins there. Find pages by `search_docs`.',
  purpose: 'Read a page of the documentation',
  toolset: 'docs',
  annotations: READ,
  input: z.strictObject({
    url: z.string().max(2000).describe('Address of the page'),
    offset: position.describe('Characters to skip; take it from `next`').optional(),
  }),
  output: z.object({
    title: z.string().optional(),
    url: z.string(),
    text: z.string(),
    next,
    note,
  }),
  async handler({ url, offset }, { docs, settings }) {
    const page = await docs.read(url)
    const { length } = page.text
    const from = offset ?? page.headingAt ?? 0
    const head = {
      title: oneLine(page.title),
      url: page.url,
      note: notes(
        offset === undefined &&
          from > 0 &&
          `This begins at the section; \`offset: 0\` reads from the beginning.`,
        from > 0 && from >= length && `The page has ${length} characters only.`,
        ...page.notes,
      ),
    }
    const whole = { text: page.text, from: 0, reachedEnd: true }
    const { text, after } = textPage(whole, from, head, settings.maxResultTokens)
    return { ...head, text, next: after === undefined ? undefined : { offset: after } }
  },
})

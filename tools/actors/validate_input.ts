import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { inputRules } from '../support/actor-input/describe-input.ts'
import { actorId, actorInput, note, notes } from '../support/arguments.ts'
import { oneLine } from '../support/text/one-line.ts'

export default defineTool({
  name: 'validate_input',
  title: 'Validate input',
  description:
    'Checks an input for an Actor: returns `valid`, each failing path with its reason, and fields that the Actor does not know. Use it before `run_actor`; it starts nothing and costs nothing.',
  toolset: 'actors',
  annotations: READ,
  input: z.strictObject({ actorId, input: actorInput }),
  output: z.object({
    valid: z.boolean(),
    problems: z.array(z.unknown()).optional(),
    unknownFields: z.array(z.string()).optional(),
    note,
  }),
  async handler({ actorId, input }, { apify, settings }) {
    const [refusal, rules] = await Promise.all([
      apify.refusalOfInput(actorId, input),
      // What the platform says is what counts; the schema only tells more about it.
      apify
        .findDefaultBuild(actorId)
        .then(inputRules)
        .catch(() => undefined),
    ])
    const valid = refusal === undefined
    const known = new Set(rules?.names)
    const strange =
      rules && !rules.open ? Object.keys(input).filter((name) => !known.has(name)) : []
    const unknownFields = strange.slice(0, 10).map((name) => oneLine(name, 60) ?? '')
    const problems = valid ? [] : problemsIn(refusal, rules?.check?.(input) ?? [])
    return fitPage(problems, settings.maxResultTokens, (fitted) => ({
      valid,
      problems: valid ? undefined : fitted.rows,
      unknownFields: strange.length > 0 ? unknownFields : undefined,
      note: notes(
        !valid && '`get_actor` shows the input that the Actor expects.',
        strange.length > 0 && 'The Actor may ignore unknown fields.',
        fitted.rowsUsed < problems.length &&
          `${problems.length - fitted.rowsUsed} more problems did not fit.`,
      ),
    }))
  },
})

/** What the platform writes before the problems themselves. */
const PREFACE = /^(?:input is not valid|invalid input)[:.]?\s*/i
/** How the platform names a field: `Field input.startUrls is required`. */
const FIELD = /^(?:Field|Items in|Property)?\s*"?input\.([^\s"]+)"?\s+(.*)$/i

type Problem = { path: string; reason: string }

/** Every problem once: as the platform tells it, then what else the schema finds. */
function problemsIn(refusal: string, found: readonly Problem[]): Problem[] {
  const reported = refusal
    .replace(PREFACE, '')
    .split(/;\s+|\n/)
    .map((sentence) => sentence.trim().replace(/\.$/, ''))
    .filter((sentence) => sentence !== '')
    .map((sentence): Problem => {
      const [, path = '', reason = sentence] = FIELD.exec(sentence) ?? []
      return { path, reason }
    })
  const top = (path: string) => path.split(/[.[]/)[0] ?? ''
  const covered = new Set(found.map(({ path }) => top(path)))
  // A path that both name is told by the schema, which names the exact place.
  return [...found, ...reported.filter(({ path }) => !covered.has(top(path)))]
}

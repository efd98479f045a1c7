import { z } from 'zod'
import { hasEnded } from '../../src/apify/types/run-types.ts'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { note, notes, runId } from '../support/arguments.ts'
import { costLimit, shownName } from '../support/confirmation-questions.ts'
import { actorNameOf, withActorName } from '../support/run/actor-name.ts'
import { runResult, savedOptions, waitSecs } from '../support/run/run-schemas.ts'
import { costCap, resurrectionCap } from '../support/run/start-run.ts'
import { waitForRun } from '../support/run/wait-for-run.ts'
import { endedBadly } from '../support/run-results/read-failure.ts'

export default defineTool({
  name: 'resurrect_run',
  title: 'Resurrect run',
  description:
    'Lets a run that has ended go on, with its storages and, unless given, its options. May cost money.',
  purpose: 'Let an ended run go on',
  toolset: 'develop',
  annotations: SPEND,
  // A paid run belongs to its payment, not to an account, and costs again when it goes on.
  payment: 'spends',
  confirm: {
    kind: 'paid',
    starts: ({ runId }) => [{ runId }],
    question({ runId, maxTotalChargeUsd }, { settings, actorNames }) {
      const cap = costCap(maxTotalChargeUsd, settings.maxRunCostUsd)
      const limit =
        cap === undefined ? 'Its limit on cost, if it has one, stays.' : costLimit(cap, settings)
      const cost =
        settings.mode === 'local' ? "It runs on this server's machine, at no cost." : limit
      const actor = actorNames?.get(runId)
      const of = actor === undefined ? '' : ` of Actor ${shownName(actor)}`
      return `Resurrect run ${shownName(runId)}${of}? ${cost}`
    },
  },
  input: z.strictObject({
    runId,
    ...savedOptions,
    waitSecs,
  }),
  output: runResult.extend({ note }),
  async handler({ runId, waitSecs, ...options }, context) {
    const { apify, settings } = context
    const before = await apify.getRun(runId)
    const naming = actorNameOf(before, apify)
    const maxTotalChargeUsd = resurrectionCap(options.maxTotalChargeUsd, before, settings)
    if (!hasEnded(before)) {
      const note = `The run is still ${before.status}, so nothing was done.`
      return { ...withActorName(before, await naming), note }
    }
    const isCeiling = options.maxTotalChargeUsd === undefined
    const limited = { ...options, maxTotalChargeUsd, isCeiling }
    const resurrected = await apify.resurrectRun(before, limited)
    const run = withActorName(await waitForRun(resurrected, waitSecs, context), await naming)
    return {
      ...run,
      note: notes(
        !hasEnded(run) && 'The run continues: follow it with `get_run` and `waitSecs`.',
        endedBadly(run) && 'See `get_log` for the reason.',
      ),
    }
  },
})

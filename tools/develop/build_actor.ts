import { z } from 'zod'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { actorId, note } from '../support/arguments.ts'
import { buildResult, buildWaitSecs } from '../support/builds/build-schemas.ts'
import { followBuild } from '../support/builds/follow-build.ts'
import { shownActor, shownName } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'build_actor',
  title: 'Build Actor',
  description:
    'Builds a version of an Actor; follow it with `get_build`. May cost money: never build again because a response is late.',
  purpose: 'Build a version of an Actor',
  toolset: 'develop',
  annotations: SPEND,
  confirm: {
    kind: 'paid',
    starts: ({ actorId }) => [{ actorId }],
    question: ({ actorId, version }, { settings, actorNames }) =>
      `Build version ${shownName(version)} of ${shownActor(actorId, actorNames)}? ${
        settings.mode === 'local'
          ? "It is built on this server's machine, at no cost."
          : 'There is no limit on its cost.'
      }`,
  },
  input: z.strictObject({
    actorId,
    version: z.string().describe('Such as `0.1`'),
    tag: z.string().describe('Such as `latest`').optional(),
    useCache: z.boolean().optional(),
    waitSecs: buildWaitSecs,
  }),
  output: buildResult.extend({ log: z.array(z.string()).optional(), note }),
  async handler({ actorId, waitSecs, ...options }, context) {
    const build = await context.apify.startBuild(actorId, options)
    return followBuild(build, waitSecs, context, actorId)
  },
})

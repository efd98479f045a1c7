import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { buildId, note } from '../support/arguments.ts'
import { buildResult, buildWaitSecs } from '../support/builds/build-schemas.ts'
import { followBuild } from '../support/builds/follow-build.ts'

export default defineTool({
  name: 'get_build',
  title: 'Get build',
  description:
    'Shows a build of an Actor: status, number, tag, cost, and the last error lines if it failed. `get_log` reads its log.',
  purpose: "A build's status, cost and errors",
  toolset: 'develop',
  annotations: READ,
  input: z.strictObject({ buildId, waitSecs: buildWaitSecs }),
  output: buildResult.extend({ log: z.array(z.string()).optional(), note }),
  async handler({ buildId, waitSecs }, context) {
    return followBuild(await context.apify.getBuild(buildId), waitSecs, context)
  },
})

import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { buildId, note } from '../support/arguments.ts'
import { buildResult, buildWaitSecs } from '../support/builds/build-schemas.ts'
import { followBuild } from '../support/builds/follow-build.ts'

export default defineTool({
  name: 'get_build',
  title: 'Get build',
  description:
    'Shows status, number, tag and cost of a build of an Actor, and the last error lines of one that failed. `get_log` reads the whole log.',
  toolset: 'develop',
  annotations: READ,
  input: z.strictObject({ buildId, waitSecs: buildWaitSecs }),
  output: buildResult.extend({ log: z.array(z.string()).optional(), note }),
  async handler({ buildId, waitSecs }, context) {
    return followBuild(await context.apify.getBuild(buildId), waitSecs, context)
  },
})

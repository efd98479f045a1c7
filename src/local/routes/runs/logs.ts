import { Readable } from 'node:stream'
import { notFound } from '../../api-error.ts'
import { type Reply, stream } from '../../http/reply.ts'
import type { ApiRequest, ResourceRoute, Route } from '../../http/router.ts'
import { withoutAnsi } from '../../runs/log/read-log.ts'
import type { Run } from '../../runs/run.ts'
import type { Services } from '../../services.ts'
import { buildLog } from '../actors/builds.ts'

/** Returns the row for the log of a run, at a path below the run. */
export function logRows(path: string): ResourceRoute<Run>[] {
  return [{ method: 'GET', path, handler: readRunLog }]
}

function readRunLog({ id }: Run, { query, signal }: ApiRequest, { runs }: Services): Reply {
  const text = runs.readLog(id, query.flag('stream') ? signal : undefined)
  const body = query.flag('raw') ? text : withoutAnsi(text)
  return stream(Readable.from(body), {
    'content-type': 'text/plain; charset=utf-8',
    ...(query.flag('download') && { 'content-disposition': `attachment; filename=${id}.txt` }),
  })
}

export const logRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/logs/:id',
    handler: async (request, services) => {
      const id = request.param('id')
      const run = await services.runs.lists.get(id)
      if (run) return readRunLog(run, request, services)
      const build = await services.builds.find(id)
      if (!build) throw notFound('Actor run', 'the ID')
      return buildLog(build)
    },
  },
]

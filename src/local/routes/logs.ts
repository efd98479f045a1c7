import { Readable } from 'node:stream'
import { stream } from '../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../router.ts'
import { withoutAnsi } from '../runs/log.ts'
import type { Run } from '../runs/model.ts'

/** The log of a run, at a path relative to whatever names the run. */
export function logRows(path: string): ResourceRoute<Run>[] {
  return [
    {
      method: 'GET',
      path,
      handler: ({ id }, { query, signal }, { runs }) => {
        const text = runs.readLog(id, query.flag('stream') ? signal : undefined)
        const body = query.flag('raw') ? text : withoutAnsi(text)
        return stream(Readable.from(body), {
          'content-type': 'text/plain; charset=utf-8',
          ...(query.flag('download') && {
            'content-disposition': `attachment; filename=${id}.txt`,
          }),
        })
      },
    },
  ]
}

export const logRoutes: Route[] = mount(
  '/v2/logs/:runId',
  ({ param }, { runs }) => runs.get(param('runId')),
  logRows(''),
)

import { useMemo, useState } from 'preact/hooks'
import { useAction, useHost } from '../shared/use-host.ts'
import { type RunRequest, RunStart, type StartedRun } from './run-start.ts'

/** How long a start may take. Hosts and servers may ask the person first. */
const START_TIMEOUT_MS = 180_000

/** Starts runs of an Actor, one at a time. After an error it is looked up whether one has started. */
export function useRun(actorId: string) {
  const host = useHost()
  const start = useMemo(() => {
    const options = { timeoutMs: START_TIMEOUT_MS }
    return new RunStart((tool, args, isValue) => host.call(tool, args, isValue, options), actorId)
  }, [host, actorId])
  const [run, setRun] = useState<StartedRun>()
  const [isFound, setIsFound] = useState(false)
  const [isUnsure, setIsUnsure] = useState(false)
  const [request, setRequest] = useState<RunRequest>()
  const show = (one: StartedRun, found: boolean) => {
    setRun(one)
    setIsFound(found)
    setIsUnsure(false)
    setRequest(undefined)
  }
  const action = useAction({
    async run() {
      if (!request) return
      setRequest(undefined)
      setIsUnsure(true)
      show(await start.start(request), false)
    },
    async lookUp() {
      const found = await start.lookUp()
      if (!found) return 'again'
      show(found, true)
      return 'done'
    },
  })
  return {
    /** What the person is asked about; undefined while nothing is asked. */
    request,
    ask: setRequest,
    action,
    run,
    /** Whether the run was found after its answer was lost. */
    isFound,
    /** Whether the last start failed, so that a run of it may still appear. */
    isUnsure: isUnsure && !action.isBusy,
  }
}

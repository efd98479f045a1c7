import { startView } from '../shared/start-view.tsx'
import { isRecord } from '../shared/values.ts'

/** Shows a run of an Actor. */
startView({
  name: 'run',
  tools: ['run_actor', 'run_actor_sync', 'get_run', 'get_log'],
  isResult: isRecord,
  render: ({ result }) => (
    <>
      <h1>Run</h1>
      <pre class="scroll">{JSON.stringify(result, null, 2)}</pre>
    </>
  ),
})

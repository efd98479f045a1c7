import { startView } from '../shared/start-view.tsx'
import { isRecord } from '../shared/values.ts'

/** Shows a record of a key-value store. */
startView({
  name: 'record',
  tools: ['get_record'],
  isResult: isRecord,
  render: ({ result }) => (
    <>
      <h1>Record</h1>
      <pre class="scroll">{JSON.stringify(result, null, 2)}</pre>
    </>
  ),
})

import { startView } from '../shared/start-view.tsx'
import { isRecord } from '../shared/values.ts'

/** Shows rows of a dataset. */
startView({
  name: 'dataset',
  tools: ['list_dataset_items', 'query_dataset', 'get_dataset'],
  isResult: isRecord,
  render: ({ result }) => (
    <>
      <h1>Dataset</h1>
      <pre class="scroll">{JSON.stringify(result, null, 2)}</pre>
    </>
  ),
})

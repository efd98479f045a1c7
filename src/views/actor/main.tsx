import { startView } from '../shared/start-view.tsx'
import { isRecord } from '../shared/values.ts'

/** Shows Actors, and the input of one. */
startView({
  name: 'actor',
  tools: ['search_actors', 'get_actor'],
  isResult: isRecord,
  render: ({ result }) => (
    <>
      <h1>Actor</h1>
      <pre class="scroll">{JSON.stringify(result, null, 2)}</pre>
    </>
  ),
})

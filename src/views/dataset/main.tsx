import { startView } from '../shared/start-view.tsx'
import { isShown } from './dataset-results.ts'
import { DatasetView } from './dataset-view.tsx'
import { readAgain } from './read-again.ts'

/** Shows rows of a dataset, an answer about them, or what a dataset is. */
startView({
  name: 'dataset',
  tools: ['list_dataset_items', 'query_dataset', 'get_dataset'],
  isResult: isShown,
  readAgain,
  render: (props) => <DatasetView {...props} />,
})

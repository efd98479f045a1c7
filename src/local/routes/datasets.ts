import { data, noContent } from '../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../router.ts'
import type { Services } from '../services.ts'
import type { Dataset } from '../storage/dataset.ts'
import { datasetItemRows } from './dataset-items.ts'
import { storageCollection } from './storage-collection.ts'

export const datasetRows: ResourceRoute<Dataset>[] = [
  {
    method: 'GET',
    path: '',
    handler: (dataset, _request, { baseUrl }) => data(describe(dataset, baseUrl)),
  },
  {
    method: 'DELETE',
    path: '',
    handler: async (dataset, _request, { datasets }) => {
      await datasets.delete(dataset)
      return noContent()
    },
  },
  ...datasetItemRows,
]

export const datasetRoutes: Route[] = [
  ...storageCollection({
    path: '/v2/datasets',
    storages: ({ datasets }: Services) => datasets,
    describe,
  }),
  ...mount(
    '/v2/datasets/:datasetId',
    ({ param }, { datasets }) => datasets.get(param('datasetId')),
    datasetRows,
  ),
]

function describe(dataset: Dataset, baseUrl: string) {
  const address = `${baseUrl}/v2/datasets/${dataset.properties.id}`
  return { ...dataset.describe(), consoleUrl: address, itemsPublicUrl: `${address}/items` }
}

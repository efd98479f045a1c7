import { data } from '../../http/reply.ts'
import { mount, type ResourceRoute, type Route } from '../../http/router.ts'
import type { Dataset } from '../../storage/dataset/dataset.ts'
import { computeStatistics } from '../../storage/dataset/statistics.ts'
import { datasetItemRows } from './dataset-items.ts'
import { type CollectionOptions, storageCollection, storageRows } from './storage-collection.ts'

const OPTIONS: CollectionOptions<Dataset> = {
  path: '/v2/datasets',
  storages: ({ datasets }) => datasets,
  describe: (dataset, baseUrl) => {
    const address = `${baseUrl}/v2/datasets/${dataset.properties.id}`
    return { ...dataset.describe(), consoleUrl: address, itemsPublicUrl: `${address}/items` }
  },
}

export const datasetRows: ResourceRoute<Dataset>[] = [
  ...storageRows(OPTIONS),
  {
    method: 'GET',
    path: '/statistics',
    handler: async (dataset) => data({ fieldStatistics: await computeStatistics(dataset) }),
  },
  ...datasetItemRows,
]

export const datasetRoutes: Route[] = [
  ...storageCollection(OPTIONS),
  ...mount(
    '/v2/datasets/:datasetId',
    ({ param }, { datasets }) => datasets.get(param('datasetId')),
    datasetRows,
  ),
]

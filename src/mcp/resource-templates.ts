/** What a client knows of a template of resources. */
interface ListedTemplate {
  name: string
  title: string
  description: string
  mimeType?: string
  uriTemplate: string
}

/** A template of resources, as data: the first answers of a server need no code that reads them. */
export interface ResourceTemplate {
  listed: ListedTemplate
  /** The tool that reads the same data. */
  tool: 'list_dataset_items' | 'get_record' | 'get_log' | 'get_actor'
  /** The variables of its URIs that are completed. */
  variables: string[]
  /** Match the URIs of the template, without their query. */
  patterns: RegExp[]
}

export const TEMPLATES: readonly ResourceTemplate[] = [
  {
    listed: {
      name: 'dataset-items',
      title: 'Dataset items',
      description: 'Rows of a dataset, one page that fits the context.',
      mimeType: 'application/json',
      uriTemplate: 'apify://dataset/{datasetId}/items{?offset,limit}',
    },
    tool: 'list_dataset_items',
    variables: ['datasetId'],
    patterns: [/^apify:\/\/dataset\/(?<datasetId>[^/]+)\/items$/],
  },
  {
    listed: {
      name: 'record',
      title: 'Record',
      description: 'A record of a key-value store. Binary records up to 1 MiB.',
      uriTemplate: 'apify://store/{storeId}/{recordKey}',
    },
    tool: 'get_record',
    variables: ['storeId', 'recordKey'],
    patterns: [
      /^apify:\/\/store\/(?<storeId>[^/]+)\/(?<recordKey>[^/]+)$/,
      // In a run's default store, as results link it. The key `log` has a template of its own.
      /^apify:\/\/run\/(?<runId>[^/]+)\/(?!log$)(?<recordKey>[^/]+)$/,
    ],
  },
  {
    listed: {
      name: 'run-log',
      title: 'Log of a run',
      description: "The last lines of a run's log.",
      mimeType: 'text/plain',
      uriTemplate: 'apify://run/{runId}/log',
    },
    tool: 'get_log',
    variables: ['runId'],
    patterns: [/^apify:\/\/run\/(?<runId>[^/]+)\/log$/],
  },
  {
    listed: {
      name: 'actor-readme',
      title: 'README of an Actor',
      description: 'What an Actor does and how to use it. Write its name as `user~name`.',
      mimeType: 'text/markdown',
      uriTemplate: 'apify://actor/{actorId}/readme',
    },
    tool: 'get_actor',
    variables: ['actorId'],
    patterns: [/^apify:\/\/actor\/(?<actorId>[^/]+)\/readme$/],
  },
]

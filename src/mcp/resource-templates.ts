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
  /** How it is read. */
  reader: 'items' | 'record' | 'log' | 'readme' | 'api'
  /** The tools with which it is offered: those that read the same data. */
  needs: string[]
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
    reader: 'items',
    needs: ['list_dataset_items'],
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
    reader: 'record',
    needs: ['get_record'],
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
    reader: 'log',
    needs: ['get_log'],
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
    reader: 'readme',
    needs: ['get_actor'],
    variables: ['actorId'],
    patterns: [/^apify:\/\/actor\/(?<actorId>[^/]+)\/readme$/],
  },
  {
    listed: {
      name: 'api',
      title: 'Apify API',
      description:
        'What a GET of the Apify API shows of the account, such as `apify://api/v2/webhooks`. `https://api.apify.com/v2/…` is read too.',
      uriTemplate: 'apify://api/{+path}',
    },
    reader: 'api',
    // Whoever offers these has chosen the whole toolset.
    needs: ['get_build', 'list_builds', 'list_webhook_dispatches', 'get_request_queue'],
    variables: [],
    patterns: [
      /^apify:\/\/api\/(?<path>[^#]+)$/,
      /^https:\/\/api\.apify\.com\/(?<path>v2\/[^#]+)$/,
    ],
  },
]

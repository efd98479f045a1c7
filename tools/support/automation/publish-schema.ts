import { z } from 'zod'
import { names } from '../arguments.ts'

/** What the public page of a task shows (`TaskPublicConfig` of Apify's client for JavaScript). */
export const publicConfig = z
  .strictObject({
    seoTitle: z.string().optional(),
    seoDescription: z.string().optional(),
    inputSchemaFields: names.optional(),
    datasetName: z.string().optional(),
    datasetView: z.string().optional(),
  })
  .describe('Page of a public task')

import { z } from 'zod'
import { LOG_LEVELS } from '../shared/log-level.ts'

/** A string. The message of each schema here continues a path: `params.name` must be a string. */
export const text = z.string('must be a string')
const flag = z.boolean('must be true or false')
const texts = z.array(text, 'must be a list of strings')
/** An object with these members, and any others. */
export const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape, 'must be an object')
const objects = z.record(z.string(), object({}), 'must be an object')

const capability = object({}).optional()
/** What a client can do. */
export const capabilities = object({
  experimental: objects.optional(),
  extensions: objects.optional(),
  sampling: object({ context: capability, tools: capability }).optional(),
  elicitation: object({
    form: object({ applyDefaults: flag.optional() }).optional(),
    url: capability,
  }).optional(),
  roots: object({ listChanged: flag.optional() }).optional(),
  tasks: object({
    list: capability,
    cancel: capability,
    requests: object({
      sampling: object({ createMessage: capability }).optional(),
      elicitation: object({ create: capability }).optional(),
    }).optional(),
  }).optional(),
})

const icon = object({
  src: text,
  mimeType: text.optional(),
  sizes: texts.optional(),
  theme: z.enum(['light', 'dark'], 'must be "light" or "dark"').optional(),
})
/** The name of a client and how it may be shown. */
export const clientInfo = object({
  name: text,
  version: text,
  title: text.optional(),
  description: text.optional(),
  websiteUrl: text.optional(),
  icons: z.array(icon, 'must be a list').optional(),
})

/** How much of a log a client wants. */
export const logLevel = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)

import { z } from 'zod'

/** The bodies of responses to failed requests. */
const text = z.string().nullish()

/** `error.data` of a push that does not match the dataset's schema. */
export const invalidItems = z.object({
  invalidItems: z.array(
    z.object({
      itemPosition: z.number(),
      validationErrors: z.array(z.object({ instancePath: text, message: text })).nullish(),
    }),
  ),
})

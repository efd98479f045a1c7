import { textPage } from '../../../src/budget/text-page.ts'
import { inputSchemaOf, whyNoSchema } from '../actor-input/describe-input.ts'
import { type ActorSource, actorName } from './actor-source.ts'

/** Shows a page of the input schema of an Actor: JSON as its author wrote it, from which forms are built. */
export async function schemaSection({ actor, build, offset, settings }: ActorSource) {
  const schema = inputSchemaOf(build)
  const note = schema ? undefined : whyNoSchema(build)
  const head = { actorId: actorName(actor), note }
  const whole = { text: schema ? JSON.stringify(schema) : '', from: 0, reachedEnd: true }
  const { text, after } = textPage(whole, offset, head, settings.maxResultTokens)
  return { ...head, text, next: after === undefined ? undefined : { offset: after } }
}

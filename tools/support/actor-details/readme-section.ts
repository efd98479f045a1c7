import { textPage } from '../../../src/budget/text-page.ts'
import { type ActorSource, actorName } from './actor-source.ts'

/** Shows a page of the README of an Actor. */
export async function readmeSection({ actor, build, offset, settings }: ActorSource) {
  const readme = build?.readme ?? build?.actorDefinition?.readme ?? ''
  const note = readme === '' ? 'The Actor has no README.' : undefined
  const head = { actorId: actorName(actor), note }
  const whole = { text: readme, from: 0, reachedEnd: true }
  const { text, after } = textPage(whole, offset, head, settings.maxResultTokens)
  return { ...head, text, next: after === undefined ? undefined : { offset: after } }
}

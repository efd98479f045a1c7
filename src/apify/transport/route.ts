/** The parts of the API's paths that are no ids, names or keys. */
const WORDS = new Set(
  [
    'v2 store users me limits logs schedules webhooks webhook-dispatches dispatches',
    'actors acts actor-runs actor-tasks actor-builds builds default runs tasks versions',
    'datasets dataset items key-value-stores key-value-store records keys',
    'request-queues request-queue requests batch head',
    'abort resurrect input validate-input openapi.json',
  ].flatMap((words) => words.split(' ')),
)

/** These are followed by an id, whatever it looks like. */
const BEFORE_ID = new Set(
  [
    'actors acts actor-runs actor-tasks actor-builds schedules webhooks logs',
    'datasets key-value-stores request-queues records',
  ].flatMap((words) => words.split(' ')),
)

/**
 * Returns a path of the API with `{id}` in the place of ids, names and keys: they say too much for a log, and
 * are too many for a name of a span.
 */
export function routeOf(path: string): string {
  const segments = path.split('/')
  return segments
    .map((segment, i) => {
      if (segment === '') return segment
      return WORDS.has(segment) && !BEFORE_ID.has(segments[i - 1] ?? '') ? segment : '{id}'
    })
    .join('/')
}

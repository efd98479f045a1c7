import type { Apify } from '../apify/types/apify.ts'

/**
 * Returns the API with a `startRun` that adds the id of each run to `runIds`, so that whatever fails
 * later in the call can name it.
 */
export function noteStarts(apify: Apify, runIds: string[]): Apify {
  // The API stays what it is for everything else, whatever object it is.
  return Object.assign(Object.create(apify), {
    async startRun(...args: Parameters<Apify['startRun']>) {
      const run = await apify.startRun(...args)
      runIds.push(run.runId)
      return run
    },
  })
}

/**
 * Returns the message of an error with the runs that its call has started. They come first, since a long
 * message is cut at its end.
 */
export function nameStarts(message: string, runIds: readonly string[]): string {
  const unnamed = runIds.filter((runId) => !message.includes(runId))
  if (unnamed.length === 0) return message
  return `This call has started run ${unnamed.join(', ')}: follow it with \`get_run\`, do not start it again. ${message}`
}

/** A build that failed, and what a webhook sent. */
export const FAILED_BUILD = {
  id: 'build2',
  actId: 'alice~crawler',
  status: 'FAILED',
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:05:05.000Z',
  buildNumber: '0.1.3',
  usageTotalUsd: 0.01,
  stats: { imageSizeBytes: 975_770_223 },
  actVersion: { versionNumber: '0.1', buildTag: 'latest' },
}
export const DISPATCH = {
  id: 'dispatch1',
  webhookId: 'hook1',
  userId: 'user1',
  createdAt: '2026-01-02T03:04:17.000Z',
  status: 'FAILED',
  eventType: 'ACTOR.RUN.SUCCEEDED',
  eventData: { actorId: 'actor1', actorRunId: 'run1' },
  webhook: { requestUrl: 'https://hooks.slack.com/services/T0/B0/secretPart?key=secretPart' },
  calls: [
    {
      startedAt: '2026-01-02T03:04:17.000Z',
      finishedAt: '2026-01-02T03:04:18.000Z',
      errorMessage: 'Response status code is 500',
      responseStatus: 500,
      responseBody: 'secretPart',
    },
  ],
}

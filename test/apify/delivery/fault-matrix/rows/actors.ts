import type { MatrixTool } from '../matrix-tool.ts'

const actorId = 'alice/crawler'

export const ACTOR_ROWS: MatrixTool[] = [
  { tool: 'whoami', args: {}, main: 'GET /v2/users/me', right: { username: 'alice' } },
  {
    tool: 'search_actors',
    args: { query: 'crawler' },
    main: 'GET /v2/store',
    right: { actors: [{ actorId }], total: 1 },
  },
  {
    tool: 'get_actor',
    args: { actorId },
    main: 'GET /v2/actors/alice~crawler',
    right: { actorId, title: 'Crawler', build: '0.1.2' },
  },
  {
    tool: 'validate_input',
    args: { actorId, input: { startUrls: [], country: 'C1' } },
    main: 'POST /v2/actors/alice~crawler/validate-input',
    right: { valid: true },
  },
]

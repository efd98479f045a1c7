import type { MatrixTool } from '../matrix-tool.ts'

export const DYNAMIC_ROWS: MatrixTool[] = [
  {
    tool: 'add_actor_tool',
    args: { actorId: 'alice/crawler' },
    main: 'GET /v2/actors/alice~crawler',
    right: { actorName: 'alice/crawler' },
  },
]

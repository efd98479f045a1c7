import { expect } from 'vitest'
import type { MatrixTool } from '../matrix-tool.ts'

export const DOCS_ROWS: MatrixTool[] = [
  {
    tool: 'search_docs',
    args: { query: 'proxy' },
    main: 'GET /llms.txt',
    right: { results: [{ title: 'Proxy' }] },
    readsDocs: true,
  },
  {
    tool: 'read_docs',
    args: { url: '/proxy' },
    main: 'GET /proxy.md',
    right: { title: 'Proxy', text: expect.stringContaining('Its addresses') },
    readsDocs: true,
  },
]

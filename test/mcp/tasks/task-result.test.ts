import { expect, it, onTestFinished } from 'vitest'
import { createBackend } from '../../../src/app/backend.ts'
import { readConfig } from '../../../src/config/config.ts'
import { resultOf } from '../../../src/mcp/tasks/task-result.ts'
import { isTaskTool } from '../../../src/mcp/tasks/task-tools.ts'
import { createToolList } from '../../../src/mcp/tool-list.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { tools } from '../../../tools/index.ts'
import { seed } from '../../support/seeded-server.ts'

const [tool] = tools.filter(isTaskTool)

async function askForResult() {
  if (!tool) throw new Error('There is no such tool.')
  const fake = await seed()
  const failing = {
    ...tool,
    task: {
      ...tool.task,
      result: () => Promise.reject(new ToolError('The shop is closed.', 'Come again.')),
    },
  }
  const list = createToolList({ tools: [failing], structured: true })
  const reference = { runId: 'run1', tool: tool.name, view: {} }
  const env = { APIFY_TOKEN: fake.token, APIFY_API_BASE_URL: fake.url }
  const environment = createBackend(readConfig([], env), { log: () => {} })
  onTestFinished(() => environment.close())
  const { signal } = new AbortController()
  return resultOf(reference, { list, structured: true }, { environment }, { signal })
}

it('an error of the tool is the result of a task that has ended', async () => {
  expect(await askForResult()).toMatchObject({
    isError: true,
    content: [{ text: 'The shop is closed. Come again.' }],
  })
})

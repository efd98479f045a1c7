import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { driveAgent } from '../agent.ts'
import { type InteropClient, moduleFile, packageName, type Server, TAP } from '../client.ts'
import { runCommand } from '../command.ts'
import { anthropic } from '../models/anthropic.ts'

const PACKAGE = '@anthropic-ai/claude-code'
const BINARY = moduleFile(`${PACKAGE}-${process.platform}-${process.arch}/claude`)

/**
 * Attached by `claude mcp add`, seen by `claude mcp list`, then at work without a terminal. It asks
 * for the newer version first, and falls back where the answer is late.
 */
const claudeCode: InteropClient = {
  name: packageName(PACKAGE),
  protocols: ['2026-07-28', '2025-11-25'],
  runtime: 'a runtime of its own',
  missing: existsSync(BINARY) ? undefined : `there is no binary for ${process.platform} here`,
  async connect(server) {
    const target = server.url
      ? ['--transport', 'http', 'apify', server.url]
      : ['apify', '--', 'node', TAP]
    expect(await claude(server, 'mcp', 'add', ...target)).toMatchObject({ code: 0 })
    const list = await claude(server, 'mcp', 'list')
    expect(list.stdout).toMatch(/^apify: .*Connected$/m)
    return driveAgent(server, anthropic, (origin) => ({
      command: [BINARY, '--print', 'Crawl the site', '--allowedTools', 'mcp__apify'],
      env: {
        ...ALONE,
        ANTHROPIC_API_KEY: 'none',
        ANTHROPIC_BASE_URL: origin,
        // All tools stand in the first request.
        ENABLE_TOOL_SEARCH: 'false',
        MCP_CONNECTION_NONBLOCKING: 'false',
      },
      prefix: 'mcp__apify__',
    }))
  },
}

/** No telemetry, no update. */
const ALONE = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }

function claude({ env, home }: Server, ...args: string[]) {
  return runCommand([BINARY, ...args], { env: { ...env, ...ALONE }, cwd: home })
}

export default claudeCode

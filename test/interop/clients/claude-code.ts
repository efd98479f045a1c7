import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { driveAgent } from '../agent.ts'
import { type InteropClient, moduleFile, packageName, RECORDER, type Server } from '../client.ts'
import { runCommand } from '../command.ts'
import { anthropic } from '../models/anthropic.ts'

const PACKAGE = '@anthropic-ai/claude-code'
/** Claude Code without Node. */
export const BINARY = moduleFile(`${PACKAGE}-${process.platform}-${process.arch}/claude`)

/**
 * Added by `claude mcp add`, checked by `claude mcp list`, then run without a terminal. It tries the
 * newer version first, and falls back if the answer is late.
 */
const claudeCode: InteropClient = {
  name: packageName(PACKAGE),
  protocols: ['2026-07-28', '2025-11-25'],
  runtime: 'a runtime of its own',
  skipReason: existsSync(BINARY) ? undefined : `there is no binary for ${process.platform} here`,
  async connect(server) {
    const target = server.url
      ? ['--transport', 'http', 'apify', server.url]
      : ['apify', '--', 'node', RECORDER]
    expect(await claude(server, 'mcp', 'add', ...target)).toMatchObject({ code: 0 })
    const list = await claude(server, 'mcp', 'list')
    expect(list.stdout).toMatch(/^apify: .*Connected$/m)
    return driveAgent(server, anthropic, (origin) => ({
      command: [BINARY, '--print', 'Crawl the site', '--allowedTools', 'mcp__apify'],
      env: {
        ...NO_TRAFFIC,
        ANTHROPIC_API_KEY: 'none',
        ANTHROPIC_BASE_URL: origin,
        // Puts all tools into the first request.
        ENABLE_TOOL_SEARCH: 'false',
        MCP_CONNECTION_NONBLOCKING: 'false',
      },
      prefix: 'mcp__apify__',
    }))
  },
}

/** Turns telemetry and updates off. */
export const NO_TRAFFIC = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }

function claude({ env, home }: Server, ...args: string[]) {
  return runCommand([BINARY, ...args], { env: { ...env, ...NO_TRAFFIC }, cwd: home })
}

export default claudeCode

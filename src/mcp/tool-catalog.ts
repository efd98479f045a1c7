import { readFile } from 'node:fs/promises'
import { VERSION } from '../shared/version.ts'
import type { Annotations, Tool } from '../tool-call/tool.ts'
import { instructions } from './instructions.ts'
import { offeredPrompts } from './prompts.ts'

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [key: string]: unknown }
  outputSchema?: { type: 'object'; [key: string]: unknown }
  annotations: Annotations
}

/** All tools as data, which the build writes beside the program. */
export interface Catalog {
  tools: (ToolDefinition & Pick<Tool, 'toolset' | 'needs'>)[]
  /** Tools that have a resource template. */
  templateTools: string[]
  /** The legacy protocol versions, newest first. */
  versions: string[]
}

/** Reads the catalog of this build; returns undefined if the program runs from source. */
export async function readCatalog(): Promise<Catalog | undefined> {
  try {
    return JSON.parse(await readFile(new URL('./catalog.json', import.meta.url), 'utf8'))
  } catch {
    return undefined
  }
}

type Named = readonly Pick<Tool, 'name'>[]

/** Returns what the server says about itself at the start of a connection. */
export function introduction(tools: Named, templateTools: readonly string[]) {
  const templates = tools.some(({ name }) => templateTools.includes(name))
  const prompts = offeredPrompts(tools).length > 0
  return {
    serverInfo: { name: 'apify-agent-tools', title: 'Apify', version: VERSION },
    capabilities: {
      tools: {},
      ...(templates && { resources: {} }),
      ...(prompts && { prompts: {} }),
      ...((templates || prompts) && { completions: {} }),
    },
    instructions: instructions(tools),
  }
}

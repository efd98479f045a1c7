import type { Tool } from '../tool-call/tool.ts'
import { PROMPTS, type Prompt } from './prompts.ts'
import { type ResourceTemplate, TEMPLATES } from './resource-templates.ts'

/** What a completion is for: a template of resources or a prompt. */
export type Reference = { type: 'ref/resource'; uri: string } | { type: 'ref/prompt'; name: string }

/** What a server offers beside its tools. Each method asks this before it touches anything. */
export interface Offers {
  templates: readonly ResourceTemplate[]
  prompts: readonly Prompt[]
  /** Returns whether a tool is offered. */
  hasTool(name: string): boolean
  /** Returns the template of a URI, and what the URI says in place of its variables. */
  templateOf(uri: string): TemplateMatch | undefined
  /** Returns whether values of an argument may be suggested. */
  completes(reference: Reference, argument: string): boolean
}

interface TemplateMatch {
  reader: ResourceTemplate['reader']
  values: Record<string, string>
}

/**
 * Returns what is offered with these tools: a template with the tools that it needs, a prompt
 * with all the tools that it names, and values of the arguments that those have.
 */
export function offersOf(tools: readonly Pick<Tool, 'name'>[]): Offers {
  const names = new Set(tools.map(({ name }) => name))
  const templates = TEMPLATES.filter(({ needs }) => needs.every((name) => names.has(name)))
  const prompts = PROMPTS.filter(({ needs }) => needs.every((name) => names.has(name)))
  const completed = new Set([
    ...templates.flatMap(({ variables }) => variables),
    ...prompts.flatMap((prompt) => prompt.arguments.map(({ name }) => name)),
  ])
  const isOffered = (reference: Reference) =>
    reference.type === 'ref/prompt'
      ? prompts.some(({ name }) => name === reference.name)
      : templates.some(({ listed }) => pathOf(listed.uriTemplate) === pathOf(reference.uri))
  return {
    templates,
    prompts,
    hasTool: (name) => names.has(name),
    templateOf: (uri) => findTemplate(uri, templates),
    // Some clients complete every argument with the template that they know.
    completes: (reference, argument) => completed.has(argument) && isOffered(reference),
  }
}

function findTemplate(
  uri: string,
  templates: readonly ResourceTemplate[],
): TemplateMatch | undefined {
  const [path = ''] = uri.split('?', 1)
  for (const { reader, patterns } of templates) {
    const match = patterns.map((pattern) => pattern.exec(path)?.groups).find(Boolean)
    if (match) return { reader, values: { ...match } }
  }
  return undefined
}

/** Returns a template without its query, which a client may leave out. */
function pathOf(uriTemplate: string): string {
  return uriTemplate.replace(/\{\?.*$/s, '')
}

import type { Bounds, Flag } from '../src/config/flag-parser.ts'

type Schema = Record<string, unknown>

/** A text that is not empty, and not a placeholder, which nothing fills in. */
const TEXT: Schema = { type: 'string', minLength: 1, pattern: '^(?!\\$\\{)' }
/** The same without a comma, which ends an entry on the command line. */
const ENTRY: Schema = { type: 'string', minLength: 1, pattern: '^(?!\\$\\{)[^,]+$' }

/** Returns the JSON schema of a config file, by which editors complete and check it. */
export function configSchema(flags: readonly Flag[]): string {
  const properties = flags.map((flag) => [
    flag.name,
    { description: `${flag.describe} Default: ${flag.default}.`, ...schemaOf(flag) },
  ])
  const schema = {
    // Editors know this version best.
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of apify-agent-tools',
    description: 'A file for --config. A flag and a variable come before it.',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function schemaOf({ kind, value = '', optional, bounds, choices }: Flag): Schema {
  if (kind === 'switch') return { type: 'boolean' }
  if (kind === 'number') return numberSchema(bounds)
  if (kind === 'list')
    return { type: 'array', minItems: 1, items: choices ? { enum: choices } : ENTRY }
  if (value.includes('|')) return { enum: value.split('|') }
  return optional ? { anyOf: [{ type: 'boolean' }, TEXT] } : TEXT
}

function numberSchema(bounds: Bounds | undefined): Schema {
  if (!bounds) return { type: 'number' }
  const { from, to, whole, otherwise } = bounds
  const number = { type: whole ? 'integer' : 'number', minimum: from, maximum: to }
  return otherwise === undefined ? number : { anyOf: [number, { const: otherwise }] }
}

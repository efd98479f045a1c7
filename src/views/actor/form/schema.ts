import { isRecord, listOf, numberOf, recordOf, textOf } from '../../shared/values.ts'

/** How a field is edited. What no editor suits is edited as JSON. */
type Editor =
  | 'text'
  | 'area'
  | 'code'
  | 'date'
  | 'number'
  | 'checkbox'
  | 'select'
  /** A list of strings, of which any of the options may be part. */
  | 'choices'
  /** A list, one entry a line. */
  | 'lines'
  /** A list of `{ key, value }`, one `key: value` a line. */
  | 'pairs'
  | 'proxy'
  | 'json'

export interface FormField {
  name: string
  title: string
  /** Text of the Actor's author. */
  description: string
  editor: Editor
  isRequired: boolean
  isNullable: boolean
  /** Not shown, but part of the input. */
  isHidden: boolean
  isSecret: boolean
  options: { value: string; title: string }[]
  /** The member that holds the line in entries that are objects, such as `url`. */
  lineKey: string | undefined
  minimum: number | undefined
  maximum: number | undefined
  unit: string | undefined
  /** Values of the schema; undefined if it has none. */
  prefill: unknown
  default: unknown
}

/** Fields under one caption. */
export interface FormSection {
  caption: string | undefined
  description: string
  fields: FormField[]
}

/** More options than these are not drawn: such a field is a text. */
const MAX_OPTIONS = 500
const MAX_TITLE_CHARS = 120

/** The members that hold a line, by the editors of Apify's input schema whose entries are objects. */
const LINE_KEYS = new Map([
  ['requestListSources', 'url'],
  ['globs', 'glob'],
  ['pseudoUrls', 'purl'],
])
const TEXT_EDITORS = new Map<string, Editor>([
  ['textarea', 'area'],
  ['javascript', 'code'],
  ['python', 'code'],
  ['datepicker', 'date'],
])

/**
 * Reads the fields of an Actor's input schema (Apify's input schema, version 1) in their order. Parts of another
 * form count as missing.
 */
export function readSections(schema: unknown): FormSection[] {
  const { properties, required } = recordOf(schema)
  const needed = new Set(listOf(required))
  const sections: FormSection[] = []
  for (const [name, raw] of Object.entries(recordOf(properties))) {
    const one = recordOf(raw)
    const caption = textOf(one.sectionCaption)
    if (caption !== undefined || sections.length === 0) {
      const description = textOf(one.sectionDescription) ?? ''
      sections.push({ caption: caption?.slice(0, MAX_TITLE_CHARS), description, fields: [] })
    }
    sections.at(-1)?.fields.push(readField(name, one, needed.has(name)))
  }
  return sections
}

/** Returns the fields of all sections. */
export function fieldsOf(sections: readonly FormSection[]): FormField[] {
  return sections.flatMap(({ fields }) => fields)
}

function readField(name: string, raw: Record<string, unknown>, isRequired: boolean): FormField {
  const options = readOptions(raw)
  return {
    name,
    title: (textOf(raw.title) ?? name).slice(0, MAX_TITLE_CHARS),
    description: textOf(raw.description) ?? '',
    editor: editorOf(raw, options.length),
    isRequired,
    isNullable: raw.nullable === true || listOf(raw.type).includes('null'),
    isHidden: raw.editor === 'hidden',
    isSecret: raw.isSecret === true,
    options,
    lineKey: LINE_KEYS.get(String(raw.editor)),
    minimum: numberOf(raw.minimum),
    maximum: numberOf(raw.maximum),
    unit: textOf(raw.unit)?.slice(0, 40),
    prefill: raw.prefill,
    default: raw.default,
  }
}

function readOptions(raw: Record<string, unknown>): FormField['options'] {
  const source = raw.type === 'array' ? recordOf(raw.items) : raw
  const values = listOf(source.enum)
  const isUsable = values.length <= MAX_OPTIONS && values.every((one) => typeof one === 'string')
  if (!isUsable) return []
  const titles = listOf(source.enumTitles)
  return values.flatMap((value, i) =>
    typeof value === 'string' ? { value, title: textOf(titles[i]) ?? value } : [],
  )
}

function editorOf(raw: Record<string, unknown>, optionCount: number): Editor {
  const types = [raw.type].flat().filter((type) => type !== 'null')
  if (types.length !== 1) return 'json'
  const editor = String(raw.editor)
  switch (types[0]) {
    case 'boolean':
      return 'checkbox'
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
      return optionCount > 0 ? 'select' : (TEXT_EDITORS.get(editor) ?? 'text')
    case 'array':
      return listEditorOf(raw, editor, optionCount)
    default:
      return editor === 'proxy' ? 'proxy' : 'json'
  }
}

function listEditorOf(raw: Record<string, unknown>, editor: string, optionCount: number): Editor {
  if (optionCount > 0) return 'choices'
  if (editor === 'keyValue') return 'pairs'
  const isOfStrings =
    editor === 'stringList' || (isRecord(raw.items) && raw.items.type === 'string')
  return isOfStrings || LINE_KEYS.has(editor) ? 'lines' : 'json'
}

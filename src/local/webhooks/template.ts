import { isItem } from '../storage/item-log/item.ts'

/** A text of JSON, or a variable outside of texts. */
const PARTS = /"(?:[^"\\]|\\.)*"|\{\{\s*([\w.]+)\s*\}\}/gs

const VARIABLE = /\{\{\s*([\w.]+)\s*\}\}/g

/**
 * Fills a template: JSON in which `{{name}}` and `{{name.field}}` stand for values.
 * @param isInText whether to replace those within texts, too
 * @returns JSON, if the template is valid
 */
export function fillTemplate(template: string, values: object, isInText: boolean): string {
  return template.replace(PARTS, (part, path: string | undefined) => {
    if (path !== undefined) return JSON.stringify(valueAt(path, values) ?? null)
    if (!isInText || !part.includes('{{')) return part
    const text: unknown = JSON.parse(part)
    return JSON.stringify(String(text).replace(VARIABLE, (_, name) => textAt(name, values)))
  })
}

/** Tells whether a template is JSON once it is filled. An empty one stands for the default. */
export function isTemplate(template: string): boolean {
  try {
    JSON.parse(fillTemplate(template || 'null', {}, true))
    return true
  } catch {
    return false
  }
}

function valueAt(path: string, values: object): unknown {
  return path
    .split('.')
    .reduce<unknown>((from, name) => (isItem(from) ? from[name] : undefined), values)
}

function textAt(path: string, values: object): string {
  const value = valueAt(path, values) ?? ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

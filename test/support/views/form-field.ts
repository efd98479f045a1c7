import { type FormField, fieldsOf, readSections } from '../../../src/views/actor/form/schema.ts'

/** Returns the field of an input schema that has one, `a`. */
export function fieldOf(raw: object): FormField {
  const [field] = fieldsOf(readSections({ properties: { a: raw } }))
  if (!field) throw new Error('The schema has no field.')
  return field
}

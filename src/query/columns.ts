/** Fields that get a column of their own. SQLite takes 2000 columns; some are the table's own. */
export const MAX_FIELD_COLUMNS = 1990

/** The row's offset in the dataset. */
export const ROW_COLUMN = '_row'
/** An object with the fields beyond the last column. */
export const REST_COLUMN = '_rest'
/** The rows that are not objects. */
export const VALUE_COLUMN = '_value'

const OWN_COLUMNS = [ROW_COLUMN, REST_COLUMN, VALUE_COLUMN]

/** Longer names are cut, in UTF-16 units. All names are part of one statement. */
const MAX_NAME_CHARS = 100

/** The column of a field whose name is the empty text. */
const EMPTY_NAME = '_empty'

/** The keywords that SQLite takes as a name only in quotes: a test compares them with the engine's. */
const RESERVED = new Set(
  `add all alter and as autoincrement between case cast check collate commit constraint create
  current_date current_time current_timestamp default deferrable delete distinct drop else escape
  except exists foreign from group having in index insert intersect into is isnull join limit not
  nothing notnull null on or order primary raise references returning select set table then to
  transaction union unique update using values when where`.split(/\s+/),
)

/**
 * Returns the names of the columns that hold fields, in the order of the fields.
 *
 * A field keeps its name if a column can have it. SQLite does not tell apart names that differ only in
 * the case of ASCII letters, so the second of them gets a number: `Price` and `price` are `Price` and
 * `price_2`.
 * @param fields distinct names of fields; the first ones keep their names
 */
export function nameColumns(fields: readonly string[]): string[] {
  const used = new Set(OWN_COLUMNS)
  const kept = fields.map((field) => {
    const folded = foldCase(field)
    if (field !== possibleName(field) || used.has(folded)) return undefined
    used.add(folded)
    return field
  })
  const nextNumbers = new Map<string, number>()
  return fields.map((field, i) => kept[i] ?? numberedName(possibleName(field), used, nextNumbers))
}

/** Returns a free name: the given one, or one with a number. */
function numberedName(name: string, used: Set<string>, nextNumbers: Map<string, number>): string {
  const folded = foldCase(name)
  let number = nextNumbers.get(folded) ?? 1
  let free = number === 1 ? name : `${name}_${number}`
  while (used.has(foldCase(free))) {
    number++
    free = `${name}_${number}`
  }
  nextNumbers.set(folded, number + 1)
  used.add(foldCase(free))
  return free
}

/** Returns a name without what SQLite cannot read: NULs, halves of characters, the empty name. */
function possibleName(field: string): string {
  const readable = field.replaceAll('\0', '_').replace(/\p{Surrogate}/gu, '\ufffd')
  const cut = readable.slice(0, MAX_NAME_CHARS).replace(/\p{Surrogate}$/u, '')
  return cut === '' ? EMPTY_NAME : cut
}

/** SQLite folds the case of ASCII letters only. */
function foldCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Returns whether a field is loaded only if it is named: those of Apify begin with `#`. */
export function isHidden(field: string): boolean {
  return field.startsWith('#')
}

/** Returns a name as a statement writes it: in double quotes only if it needs them. */
export function sqlName(name: string): string {
  return isPlainName(name) ? name : quoteName(name)
}

/** Returns a name as a statement can always write it: in double quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Returns whether a statement can write a name without quotes. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase())
}

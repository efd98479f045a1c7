import { useId } from 'preact/hooks'
import { numberOf } from '../shared/values.ts'

/** The options of a run, as they are typed. */
export type RunTexts = Partial<Record<keyof typeof OPTIONS, string>>

const OPTIONS = {
  maxTotalChargeUsd: 'Maximum cost in US dollars',
  maxItems: 'Maximum items to charge for',
  memoryMbytes: 'Memory in MB',
  timeoutSecs: 'Timeout in seconds',
}
type Name = keyof typeof OPTIONS
const NAMES: Name[] = ['maxTotalChargeUsd', 'maxItems', 'memoryMbytes', 'timeoutSecs']

/** Reads the options that are given; a text that is no number is an error. */
export function readOptions(texts: RunTexts): {
  values: Partial<Record<Name, number>>
  bad: Name[]
} {
  const values: Partial<Record<Name, number>> = {}
  const bad: Name[] = []
  for (const name of NAMES) {
    const text = texts[name]?.trim() ?? ''
    const value = numberOf(Number(text))
    if (text === '') continue
    if (value === undefined || value < 0) bad.push(name)
    else values[name] = value
  }
  return { values, bad }
}

interface RunOptionsProps {
  texts: RunTexts
  onChange: (texts: RunTexts) => void
  /** What the Actor uses if an option is empty. */
  usual: RunTexts
}

/** Edits the options of a run. */
export function RunOptions({ texts, onChange, usual }: RunOptionsProps) {
  const id = useId()
  const { bad } = readOptions(texts)
  return (
    <details>
      <summary>Limits of the run</summary>
      <div class="options">
        {NAMES.map((name) => (
          <div key={name} class="field" data-invalid={bad.includes(name)}>
            <label for={`${id}-${name}`}>{OPTIONS[name]}</label>
            <input
              id={`${id}-${name}`}
              inputMode="decimal"
              value={texts[name] ?? ''}
              placeholder={usual[name]}
              aria-invalid={bad.includes(name)}
              aria-describedby={bad.includes(name) ? `${id}-${name}-error` : undefined}
              onInput={(event) => onChange({ ...texts, [name]: event.currentTarget.value })}
            />
            {bad.includes(name) && (
              <div id={`${id}-${name}-error`} class="field-error">
                is not a positive number
              </div>
            )}
          </div>
        ))}
      </div>
    </details>
  )
}

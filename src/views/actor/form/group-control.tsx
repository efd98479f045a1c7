import { useState } from 'preact/hooks'
import { isRecord, listOf, recordOf, textOf } from '../../shared/values.ts'
import { fieldValue, withValue } from './form-state.ts'
import { type ControlProps, commonOf, describedOf, TextControl } from './text-control.tsx'

/** Chooses any of a few values, which make a list. */
export function ChoicesControl(props: ControlProps) {
  const { field, state, onChange, id } = props
  const value = fieldValue(state, field.name)
  const chosen = listOf(value)
  const known = new Set<unknown>(field.options.map((option) => option.value))
  const isSuited =
    value === undefined || (Array.isArray(value) && value.every((one) => known.has(one)))
  if (!isSuited) return <TextControl {...props} field={{ ...field, editor: 'json' }} />
  const set = (one: string, isOn: boolean) => {
    const next = isOn ? [...chosen, one] : chosen.filter((other) => other !== one)
    const isNone = next.length === 0 && field.default === undefined
    onChange(withValue(state, field.name, isNone ? undefined : next))
  }
  return (
    <span class="choices">
      {field.options.map((option, i) => (
        <label key={option.value} class="choice">
          <input
            {...describedOf(props)}
            id={i === 0 ? id : `${id}-${i}`}
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={(event) => set(option.value, event.currentTarget.checked)}
          />
          {option.title}
        </label>
      ))}
    </span>
  )
}

type Proxy = Record<string, unknown>

const MODES = { '': 'No value', none: 'No proxy', apify: 'Apify Proxy', own: 'My own proxies' }

function modeOf(value: Proxy): keyof typeof MODES {
  if (value.useApifyProxy === true) return 'apify'
  if (Array.isArray(value.proxyUrls)) return 'own'
  return value.useApifyProxy === false ? 'none' : ''
}

const START: Record<keyof typeof MODES, Proxy | undefined> = {
  '': undefined,
  none: { useApifyProxy: false },
  apify: { useApifyProxy: true },
  own: { useApifyProxy: false, proxyUrls: [] },
}

/** Edits what Apify's proxy editor writes: `useApifyProxy` with groups and a country, or `proxyUrls`. */
export function ProxyControl(props: ControlProps) {
  const { field, state, onChange } = props
  const value = fieldValue(state, field.name)
  if (value !== undefined && !isRecord(value)) {
    return <TextControl {...props} field={{ ...field, editor: 'json' }} />
  }
  const proxy = recordOf(value)
  const mode = modeOf(proxy)
  const change = (members: Proxy) =>
    onChange(withValue(state, field.name, { ...proxy, ...members }))
  const choose = (chosen: string) => {
    const entry = Object.entries(START).find(([name]) => name === chosen)
    onChange(withValue(state, field.name, entry?.[1]))
  }
  return (
    <span class="proxy">
      <select
        {...commonOf(props)}
        aria-label={`${field.title}: kind`}
        value={mode}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {Object.entries(MODES).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {mode === 'apify' && <ApifyProxy proxy={proxy} change={change} title={field.title} />}
      {mode === 'own' && (
        <NameList
          label={`${field.title}: addresses, one a line`}
          names={listOf(proxy.proxyUrls)}
          separator={'\n'}
          onChange={(proxyUrls) => change({ proxyUrls })}
        />
      )}
    </span>
  )
}

interface ApifyProxyProps {
  proxy: Proxy
  change: (members: Proxy) => void
  title: string
}

function ApifyProxy({ proxy, change, title }: ApifyProxyProps) {
  return (
    <>
      <NameList
        label={`${title}: groups, such as RESIDENTIAL`}
        names={listOf(proxy.apifyProxyGroups)}
        separator=","
        onChange={(names) => change({ apifyProxyGroups: names.length > 0 ? names : undefined })}
      />
      <input
        aria-label={`${title}: country, such as DE`}
        placeholder="Country, such as DE"
        value={textOf(proxy.apifyProxyCountry) ?? ''}
        onInput={(event) =>
          change({ apifyProxyCountry: textOf(event.currentTarget.value.trim().toUpperCase()) })
        }
      />
    </>
  )
}

interface NameListProps {
  label: string
  names: unknown[]
  separator: '\n' | ','
  onChange: (names: string[]) => void
}

/** Edits a list of strings as one text, which stays as it is typed. */
function NameList({ label, names, separator, onChange }: NameListProps) {
  const [draft, setDraft] = useState<string>()
  const read = (text: string) =>
    text
      .split(separator)
      .map((one) => one.trim())
      .filter((one) => one !== '')
  const joined = names.map(String).join(separator)
  const isDraft = draft !== undefined && read(draft).join(separator) === joined
  const common = {
    'aria-label': label,
    value: isDraft ? draft : joined,
    onInput: (event: { currentTarget: { value: string } }) => {
      setDraft(event.currentTarget.value)
      onChange(read(event.currentTarget.value))
    },
  }
  if (separator === '\n')
    return <textarea {...common} rows={2} placeholder="http://…, one a line" />
  return <input {...common} placeholder="Groups, such as RESIDENTIAL" />
}

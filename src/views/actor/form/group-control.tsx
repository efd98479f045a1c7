import { listOf, recordOf } from '../../shared/values.ts'
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

/** What Apify's proxy editor writes; `own` takes more members, such as `proxyUrls`, `apifyProxyGroups` and `apifyProxyCountry`. */
const PROXIES: Record<string, { title: string; value: object | undefined }> = {
  unset: { title: 'No value', value: undefined },
  none: { title: 'No proxy', value: { useApifyProxy: false } },
  apify: { title: 'Apify Proxy', value: { useApifyProxy: true } },
  own: {
    title: 'My own proxies',
    value: { useApifyProxy: false, proxyUrls: ['http://user:password@proxy.example.com:8080'] },
  },
}

function proxyKind(value: unknown): string {
  const { useApifyProxy, proxyUrls } = recordOf(value)
  if (Array.isArray(proxyUrls)) return 'own'
  if (value === undefined) return 'unset'
  return useApifyProxy === true ? 'apify' : 'none'
}

/** Chooses the kind of proxies; what else there is to say of them is JSON. */
export function ProxyControl(props: ControlProps) {
  const { field, state, onChange } = props
  const value = fieldValue(state, field.name)
  const kind = proxyKind(value)
  const hasMore = JSON.stringify(value) !== JSON.stringify(PROXIES[kind]?.value)
  return (
    <span class="proxy">
      <select
        {...commonOf(props)}
        aria-label={field.title}
        value={kind}
        onChange={(event) =>
          onChange(withValue(state, field.name, PROXIES[event.currentTarget.value]?.value))
        }
      >
        {Object.entries(PROXIES).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {(hasMore || kind === 'own') && (
        <TextControl
          {...props}
          id={`${props.id}-json`}
          label={`${field.title} as JSON`}
          field={{ ...field, editor: 'json' }}
        />
      )}
    </span>
  )
}

import { describe, expect, it } from 'vitest'
import { contentPolicy } from '../support/views/content-policy.ts'

const directive = (policy: string, name: string) =>
  policy.split('; ').find((each) => each.startsWith(`${name} `))

describe('the policy of a view', () => {
  it('without domains allows inline scripts and styles and `data:`, and nothing else', () => {
    expect(contentPolicy()).toBe(contentPolicy({ connectDomains: [], resourceDomains: [] }))
    expect(contentPolicy()).toMatch(/^default-src 'none'; script-src 'unsafe-inline'; style-src/)
    expect(contentPolicy()).not.toMatch(/https?:|'self'|'unsafe-eval'|\*/)
  })

  it('adds the origins that a resource declares, each to its directives', () => {
    const policy = contentPolicy({
      connectDomains: ['https://api.example.com'],
      frameDomains: ['https://*.example.com'],
    })
    expect(directive(policy, 'connect-src')).toBe('connect-src https://api.example.com')
    expect(directive(policy, 'frame-src')).toBe('frame-src https://*.example.com')
    expect(directive(policy, 'script-src')).toBe("script-src 'unsafe-inline'")
  })

  it.each(['https://a.example; script-src *', "'unsafe-eval'", '*', 'https:', 'data:', 'a b'])(
    'leaves out %s, which is not an origin',
    (domain) => {
      expect(contentPolicy({ resourceDomains: [domain], connectDomains: [domain] })).toBe(
        contentPolicy(),
      )
    },
  )
})

/**
 * Matches what a page begins with, as browsers read it: a `>` ends the declaration even between quotes. Before it
 * stands only what they take for space: anything else begins the body, where a policy has no effect.
 */
const DOCTYPE = /^[\t\n\f\r ]*<!doctype[^>]*>/i

/** Lets a page use what it holds itself. Nothing is loaded, sent or run. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  'media-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * Returns a page with a policy before all that it says, for a `srcdoc` frame. The frame must have an empty `sandbox`
 * besides, which keeps scripts, forms, links to other windows and refreshes from working.
 */
export function sealedPage(html: string): string {
  const [doctype = ''] = DOCTYPE.exec(html) ?? []
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`
  return `${doctype || '<!doctype html>'}${policy}${html.slice(doctype.length)}`
}

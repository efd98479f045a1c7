/** The header that says how a request is paid for, as Apify's own server sends it. */
export const PROTOCOL_HEADER = 'x-apify-payment-protocol'

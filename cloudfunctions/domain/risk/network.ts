/** Addresses inside a house, a data centre or a machine: a caller never comes from one, so they say nothing about who calls. */
const PRIVATE = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i

/** The address by which a caller may be counted, if the platform told one that means anything (S25, S77). */
export function publicAddress(ip: string | undefined): string | undefined {
  return ip === undefined || ip === '' || PRIVATE.test(ip) ? undefined : ip
}

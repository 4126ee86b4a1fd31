/** What the program did to the world outside of it, in the order it happened. */
export const records: { what: string, value: unknown }[] = []

export function record(what: string, value: unknown): object {
  records.push({ what, value })
  return {}
}

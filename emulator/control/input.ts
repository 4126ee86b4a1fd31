import type { Context } from 'hono'

/** Something that was asked for is not there; answered with 404. */
export class NotThere extends Error {
  override readonly name = 'NotThere'
}

/** The JSON object of a request; an empty body is an empty object. */
export async function bodyOf<T extends object>(c: Context): Promise<Partial<T>> {
  const text = await c.req.text()
  const value: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Send a JSON object')
  return value as Partial<T>
}

/** A whole number within bounds, or what stands for it when it is not given. Numbers in an address come as text. */
export function whole(name: string, value: unknown, otherwise: number, least: number, most: number): number {
  if (value === undefined) return otherwise
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) throw new Error(`${name} wants a whole number from ${least} to ${most}`)
  return number
}

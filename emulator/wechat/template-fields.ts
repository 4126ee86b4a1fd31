const clock = String.raw`([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?`
const day = String.raw`(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})`
const range = (moment: string): RegExp => new RegExp(`^${moment}(\\s*~\\s*${moment})?$`)
const han = /\p{Script=Han}/u

/** What a value of each keyword type may be. Lengths count characters, not UTF-16 units. */
const rules: Readonly<Record<string, (value: string) => boolean>> = {
  thing: value => length(value) <= 20,
  number: value => value.length <= 32 && /^-?\d+(\.\d+)?$/.test(value),
  letter: value => /^[A-Za-z]{1,32}$/.test(value),
  symbol: value => length(value) <= 5 && /^[\p{P}\p{S}]+$/u.test(value),
  character_string: value => /^[\x20-\x7E]{1,32}$/.test(value),
  time: value => range(`(${day}\\s*)?${clock}`).test(value),
  date: value => range(`${day}(\\s*${clock})?`).test(value),
  amount: value => /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: value => /^[\d+\-() ]{1,17}$/.test(value),
  car_number: value => length(value) <= 8 && /^[\p{Script=Han}A-Z0-9][A-Z0-9]*[\p{Script=Han}A-Z0-9]$/iu.test(value),
  name: value => length(value) <= (han.test(value) ? 10 : 20) && /^[\p{L}\p{P}\p{S} ]+$/u.test(value),
  phrase: value => /^\p{Script=Han}{1,5}$/u.test(value),
}

function length(value: string): number {
  return [...value].length
}

/** Whether the value fits the keyword, whose type is its name without the number: `thing1` is a `thing`. */
export function fieldFits(field: string, value: string): boolean {
  const rule = rules[field.replace(/\d+$/, '')]
  if (!rule) throw new Error(`no such keyword type: ${field}`)
  return value !== '' && rule(value)
}

import { ADDRESS } from '../../support/builders'
import { NETWORK, NUMBERS } from '../people/crowd'
import { APP_SECRET } from '../cloud/wechat-side'

/** Names, numbers and keys that stand in documents and requests and must not reach a log (I17). */
const SECRETS = [ADDRESS.name, NUMBERS, NETWORK, ADDRESS.detail.slice(0, 3), ADDRESS.district, APP_SECRET, '6222020200112233', 'BEGIN ', 'prepay_id']

/** Errors that no outside trouble explains: the product, or the simulation, has a defect. */
const DEFECT = /"errors":\["(TypeError|RangeError|ReferenceError|SyntaxError|Error|AlreadyExists|ValiError)"/

export function logsBroken(lines: readonly string[]): string[] {
  const leaks = lines.flatMap(line => SECRETS.filter(secret => line.includes(secret)).map(secret => `I17: a log line says ${secret.slice(0, 4)}…: ${line.slice(0, 80)}`))
  return [...leaks, ...lines.filter(line => line.includes('"fault"') && DEFECT.test(line)).map(line => `a defect was logged: ${line}`)]
}

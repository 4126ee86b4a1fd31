import { platformVariables } from '../emulator/cloudbase/functions/environment'
import { shopVariables } from '../emulator/variables'
import { newKeyRecord } from '../emulator/wechat-pay'

/** A complete environment of the right shape with throw-away keys, for loading a built function without a cloud around it. */
export function sampleEnvironment(): Record<string, string> {
  const url = 'http://127.0.0.1:9'
  const keys = newKeyRecord(Date.now())
  const merchant = { ...keys, appid: 'wx00000000000000', payKeyId: '', payPublicKeyDer: '' }
  return { ...shopVariables(url, merchant, 'sample-app-secret', ''), ...platformVariables(url, 'sample') }
}

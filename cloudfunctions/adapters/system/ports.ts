import { newMemory, type Ports } from '../../ports'
import { cloudbaseStore } from '../cloudbase/store'
import { connectDatabase } from '../cloudbase/sdk'
import { faceIdentity } from '../tencent-faceid/identity'
import { wechatApi } from '../wechat-api/wechat'
import { wechatPayments } from '../wechat-pay/payments'
import { systemClock } from './clock'
import { readConfiguration } from './configuration'
import { secretIds } from './ids'
import { consoleLog } from './log'
import { sealOf } from './seal'
import { sealedStore } from './sealed-store'

/**
 * The ports over the real services, configured by the environment. Throws `ConfigurationError` at once when something is missing; the SDKs
 * load with the first call that needs them, because loading them is most of a cold start.
 */
export function composePorts(env: NodeJS.ProcessEnv): Ports {
  const configuration = readConfiguration(env)
  const { now } = systemClock
  const log = consoleLog()
  const seal = sealOf(configuration.dataKey, configuration.earlierDataKeys)
  const store = sealedStore(cloudbaseStore({ connect: () => connectDatabase({ envId: configuration.envId }) }), seal)
  return {
    store,
    clock: systemClock,
    ids: secretIds(configuration.appSecret),
    seal,
    log,
    memory: newMemory({ pagesForMs: configuration.pagesForMs }),
    ownerOpenid: configuration.ownerOpenid,
    payments: wechatPayments({
      merchant: { appid: configuration.appid, mchid: configuration.mchid, serial: configuration.mchSerial, privateKey: configuration.mchKey },
      apiV3Key: configuration.apiV3Key,
      baseUrl: configuration.payBaseUrl,
      notifyUrl: configuration.notifyUrl,
      now,
      ...(configuration.payPublicKey && { publicKey: configuration.payPublicKey }),
    }),
    identity: faceIdentity(configuration.faceId && { ...configuration.faceId, now }),
    wechat: wechatApi({ appid: configuration.appid, secret: configuration.appSecret, baseUrl: configuration.wechatBaseUrl, store, now, log }),
  }
}

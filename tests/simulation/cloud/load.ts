import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { connectDatabase } from '../../../cloudfunctions/adapters/cloudbase/sdk'
import { cloudbaseStore } from '../../../cloudfunctions/adapters/cloudbase/store'
import { consoleLog } from '../../../cloudfunctions/adapters/system/log'
import { sealOf } from '../../../cloudfunctions/adapters/system/seal'
import { sealedStore } from '../../../cloudfunctions/adapters/system/sealed-store'
import { faceIdentity } from '../../../cloudfunctions/adapters/tencent-faceid/identity'
import { wechatApi } from '../../../cloudfunctions/adapters/wechat-api/wechat'
import { wechatPayments } from '../../../cloudfunctions/adapters/wechat-pay/payments'
import { newMemory, type Ports, type Seal, type Store } from '../../../cloudfunctions/ports'
import type { WeChatPay } from '../../../emulator/wechat-pay'
import type { Random } from '../engine/random'
import type { Timeline } from '../engine/timeline'
import { addressOf } from './network'
import type { Instance } from './platform'
import { APP_SECRET, APPID } from './wechat-side'

export const SEAL = sealOf(Buffer.alloc(32, 7))
export const OWNER = 'o-merchant'
export const NOTIFY_URL = 'https://shop.example/pay-notify'

export interface Merchant {
  readonly mchid: string
  readonly serial: string
  readonly privateKey: KeyObject
  readonly apiV3Key: string
  readonly publicKey: { readonly id: string; readonly key: KeyObject }
}

let known: { readonly der: string; readonly merchant: Merchant } | undefined

/** Parsed once a process: every seed's WeChat has the same keys. */
export function merchantOf(pay: WeChatPay): Merchant {
  const { mchid, merchantSerial, merchantPrivateKeyDer, apiV3Key, payKeyId, payPublicKeyDer } = pay.merchant(APPID)
  if (known?.der === merchantPrivateKeyDer) return known.merchant
  const merchant: Merchant = {
    mchid, serial: merchantSerial, apiV3Key,
    privateKey: createPrivateKey({ key: Buffer.from(merchantPrivateKeyDer, 'base64'), format: 'der', type: 'pkcs8' }),
    publicKey: { id: payKeyId, key: createPublicKey({ key: Buffer.from(payPublicKeyDer, 'base64'), format: 'der', type: 'spki' }) },
  }
  known = { der: merchantPrivateKeyDer, merchant }
  return merchant
}

/** What seals the shop's documents, and opens each text once a seed: it says the same every time. */
export function newSeal(): Seal {
  const opened = new Map<string, string>()
  return {
    ...SEAL,
    open: (sealed, about) => {
      const key = `${about} ${sealed}`
      let text = opened.get(key)
      if (text === undefined) opened.set(key, text = SEAL.open(sealed, about))
      return text
    },
  }
}

export interface Surroundings {
  readonly timeline: Timeline
  readonly random: Random
  readonly merchant: Merchant
  readonly seal: Seal
  readonly logLine: (line: string) => void
  /** Left out, the product's own adapter over the local cloud. */
  readonly store?: (instance: Omit<Instance, 'ports'>) => Store
}

/** The product's ports over the product's adapters, as `composePorts` puts them together, but with clock, ids and pauses of the simulation. */
export function loadPorts({ timeline, random, merchant, seal, logLine, store: storeOf }: Surroundings, instance: Omit<Instance, 'ports'>): Ports {
  const now = (): number => timeline.now + instance.skewMs
  const log = consoleLog(logLine)
  const store = sealedStore(storeOf?.(instance) ?? cloudbaseStore({
    connect: () => connectDatabase({ envId: instance.id }),
    pause: ms => timeline.sleep(ms),
    elapsed: () => timeline.now,
    random: random.fraction,
  }), seal)
  return {
    store, log, seal,
    clock: { now },
    ids: seededIds(random),
    memory: newMemory(),
    identity: faceIdentity(undefined),
    ownerOpenid: OWNER,
    payments: wechatPayments({
      merchant: { appid: APPID, mchid: merchant.mchid, serial: merchant.serial, privateKey: merchant.privateKey },
      apiV3Key: merchant.apiV3Key,
      publicKey: merchant.publicKey,
      baseUrl: addressOf(instance.id, 'pay'),
      notifyUrl: NOTIFY_URL,
      now,
    }),
    wechat: wechatApi({ appid: APPID, secret: APP_SECRET, baseUrl: addressOf(instance.id, 'api'), store, now, log }),
  }
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function seededIds(random: Random): Ports['ids'] {
  return {
    next: () => Array.from({ length: 20 }, () => LETTERS.charAt(random.int(0, LETTERS.length - 1))).join(''),
    derive: text => createHmac('sha256', APP_SECRET).update(text).digest('hex').slice(0, 10),
  }
}

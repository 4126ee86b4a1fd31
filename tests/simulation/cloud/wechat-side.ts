import { generateKeyPairSync } from 'node:crypto'
import { VirtualClock, type Scheduled } from '../../../emulator/control/clock'
import { Faults as EmulatorFaults } from '../../../emulator/control/faults'
import type { StateFile } from '../../../emulator/control/state'
import { demoTemplates } from '../../../emulator/seed/templates'
import { WeChatOpenApi } from '../../../emulator/wechat'
import { type KeyRecord, WeChatPay } from '../../../emulator/wechat-pay'
import type { Delivery } from '../../../emulator/wechat-pay'
import type { Random } from '../engine/random'
import type { Timeline } from '../engine/timeline'
import { MemoryState } from './memory-state'

export const APPID = 'wx00000000lintuan0'
export const APP_SECRET = 'local-app-secret'
/** Signing with these takes a tenth of the time; everything else about signatures is as it is with longer ones. */
const KEY_BITS = 512

/** The emulator's clock on the timeline of the simulation. */
class TimelineClock extends VirtualClock {
  constructor(private readonly timeline: Timeline) {
    super({ mode: 'frozen', at: timeline.now })
  }

  override now(): number {
    return this.timeline.now
  }

  /** What a running clock sets going, it does not wait for: a merchant who never answers must not hold up the world. */
  override get mode(): 'running' {
    return 'running'
  }

  override schedule(at: number, label: string, run: () => unknown): Scheduled {
    const planned = this.timeline.at(at, () => void run())
    return { at: planned.at, label, cancel: planned.cancel }
  }
}

let kept: { state: StateFile; keys: KeyRecord } | undefined

function keep(): { state: StateFile; keys: KeyRecord } {
  kept ??= { state: new MemoryState(), keys: shortKeys() }
  return kept
}

function shortKeys(): KeyRecord {
  const short = (): string => generateKeyPairSync('rsa', { modulusLength: KEY_BITS }).privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  return {
    mchid: '1600000001', apiV3Key: '0123456789abcdefghijklmnopqrstuv', merchantSerial: '1A'.repeat(20), merchantPrivateKeyDer: short(),
    // Signing is by WeChat's public key; nobody asks for the certificate.
    platformSerial: '2B'.repeat(20), platformPrivateKeyDer: short(), platformCertificate: '', platformFrom: 0, platformUntil: Number.MAX_SAFE_INTEGER,
    payKeyId: `PUB_KEY_ID_011${'7'.repeat(25)}`, payPrivateKeyDer: short(),
  }
}

export interface WeChatSide { readonly pay: WeChatPay; readonly api: WeChatOpenApi }

/** WeChat's side of the shop: the emulated peers, unchanged, in this process. */
export function openWeChat(timeline: Timeline, random: Random, deliver: (url: string, delivery: Delivery) => Promise<{ status: number }>): WeChatSide {
  const { state, keys } = keep()
  state.clearExcept([])
  const shared = { clock: new TimelineClock(timeline), faults: new EmulatorFaults(), state, random: random.fraction }
  const pay = WeChatPay.open({ ...shared, keys, deliver, notifyTimeoutMs: 2 ** 30 })
  const api = WeChatOpenApi.open({
    ...shared, appid: APPID, secret: APP_SECRET, templates: demoTemplates,
    pages: ['pages-order/detail/index', 'pages/group/index', 'pages/index/index'],
    codeTarget: (page, scene) => `${page}?scene=${scene}`,
    paidOrder: number => pay.paidOrder(number),
  })
  return { pay, api }
}

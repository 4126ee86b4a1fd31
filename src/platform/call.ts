import { localCloudUrl } from './local-cloud'
import { currentPerson } from './person'
import { withPictureUrls } from './picture-url'

/** `unreachable`: no answer. `busy`: the cloud takes no more calls at the moment, so this one was not carried out. `failed`: it answered that the function broke or does not exist. */
export type FunctionAnswer =
  | { readonly kind: 'answered'; readonly reply: unknown }
  | { readonly kind: 'failed'; readonly requestId: string }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unreachable' }

type CallFunction = (name: string, data: object) => Promise<FunctionAnswer>

const TIMEOUT_MS = 20_000

let transport: CallFunction
// #ifdef MP-WEIXIN
transport = import.meta.env.VITE_LOCAL_CLOUD ? callLocalCloud : callCloudBase
// #endif
// #ifdef H5
transport = callLocalCloud
// #endif

/** Calls a cloud function with `data` as its event. Never throws. */
export function callFunction(name: string, data: object): Promise<FunctionAnswer> {
  return transport(name, data)
}

function callLocalCloud(name: string, data: object): Promise<FunctionAnswer> {
  return new Promise((resolve) => {
    uni.request({
      url: localCloudUrl(`/call/${name}`),
      method: 'POST',
      header: { 'content-type': 'application/json', 'x-lintuan-person': currentPerson() },
      data,
      timeout: TIMEOUT_MS,
      success: ({ statusCode, data: reply }) => resolve(answerOf(statusCode, reply)),
      fail: () => resolve({ kind: 'unreachable' }),
    })
  })
}

function answerOf(statusCode: number, reply: unknown): FunctionAnswer {
  if (statusCode === 200) return { kind: 'answered', reply: withPictureUrls(reply) }
  return statusCode === 429 ? { kind: 'busy' } : { kind: 'failed', requestId: '' }
}

interface WxCloud {
  init(options: { env?: string; traceUser?: boolean }): void
  callFunction(options: { name: string; data: object }): Promise<{ result: unknown }>
}
declare const wx: { cloud: WxCloud }
let started = false

async function callCloudBase(name: string, data: object): Promise<FunctionAnswer> {
  try {
    if (!started) wx.cloud.init({ env: import.meta.env.VITE_CLOUD_ENV || undefined })
    started = true
    const { result } = await wx.cloud.callFunction({ name, data })
    return { kind: 'answered', reply: result }
  } catch (error) {
    return readCloudError(error)
  }
}

/** More calls in a second, or at once, than the plan allows. */
const LIMIT_CODES = [-501003, -501004]

/** CloudBase numbers its own faults below -500000; anything else means that the call did not get through. */
function readCloudError(error: unknown): FunctionAnswer {
  const { errCode = 0, requestID = '' } = (typeof error === 'object' && error !== null ? error : {}) as { errCode?: number; requestID?: string }
  if (LIMIT_CODES.includes(errCode)) return { kind: 'busy' }
  return errCode <= -500_000 ? { kind: 'failed', requestId: requestID } : { kind: 'unreachable' }
}

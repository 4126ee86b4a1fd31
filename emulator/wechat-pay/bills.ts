import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { billText, type Bill } from './bill-text'
import { PayError } from './errors'
import type { ApiRequest, Endpoint, Reply } from './exchange'
import { fundBillOf } from './fund-bill'
import type { Peer } from './peer'
import { randomText } from './sealing'
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from './time'
import { tradeBillOf, type TradeBillType } from './trade-bill'

/** Which bill: of trades, or of one of the merchant's accounts. Only the basic account has movements here. */
type Which = { of: 'trades', type: TradeBillType } | { of: 'funds', account: 'BASIC' | 'OPERATION' | 'FEES' }

export interface BillDownload {
  which: Which
  date: string
  gzip: boolean
  expiresAt: number
}

/** Bills of a day are ready at nine the next morning, can be had for three months, and their addresses live five minutes. */
const READY_MS = DAY_MS + 9 * HOUR_MS
const KEPT_MS = 92 * DAY_MS
const ADDRESS_LIFE_MS = 5 * MINUTE_MS

export const tradeBill: Endpoint = (peer, request) =>
  offer(peer, request, { of: 'trades', type: choice(request, 'bill_type', ['ALL', 'SUCCESS', 'REFUND']) })

export const fundFlowBill: Endpoint = (peer, request) =>
  offer(peer, request, { of: 'funds', account: choice(request, 'account_type', ['BASIC', 'OPERATION', 'FEES']) })

/** The value of a query parameter, the first one allowed when it is not given. */
function choice<T extends string>(request: ApiRequest, name: string, allowed: readonly [T, ...T[]]): T {
  const given = request.query(name) ?? allowed[0]
  const value = allowed.find(one => one === given)
  if (value === undefined) throw paramError(name, given)
  return value
}

function paramError(name: string, value: string | undefined, message?: string): PayError {
  return new PayError('PARAM_ERROR', message, { field: name, value: value ?? null, location: 'query' })
}

function offer(peer: Peer, request: ApiRequest, which: Which): Reply {
  const date = request.query('bill_date') ?? ''
  const start = dayStart(date)
  if (start === undefined) throw paramError('bill_date', date)
  const tar = request.query('tar_type')
  if (tar !== undefined && tar !== 'GZIP') throw paramError('tar_type', tar)
  const now = peer.clock.now()
  if (now < start + DAY_MS) throw paramError('bill_date', date, '账单日期不能晚于昨天')
  if (now < start + READY_MS) throw new PayError('STATEMENT_CREATING')
  const text = now < start + KEPT_MS ? textOf(peer, which, start) : undefined
  if (text === undefined) throw new PayError('NO_STATEMENT_EXIST')
  const token = randomText(64)
  peer.tables.downloads.put(token, { which, date, gzip: tar === 'GZIP', expiresAt: now + ADDRESS_LIFE_MS })
  return {
    status: 200,
    body: {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(text).digest('hex'),
      download_url: `https://api.mch.weixin.qq.com/v3/billdownload/file?token=${token}${tar === 'GZIP' ? '&tartype=gzip' : ''}`,
    },
  }
}

/** The file behind an address that was given out; packed when asked for so, while its hash is over what is inside. */
export const downloadBill: Endpoint = (peer, request) => {
  const found = peer.tables.downloads.get(request.query('token') ?? '')
  const start = found && dayStart(found.date)
  if (!found || start === undefined || found.expiresAt <= peer.clock.now()) throw new PayError('RESOURCE_NOT_EXISTS', '下载地址已失效，请重新申请账单')
  const bytes = Buffer.from(textOf(peer, found.which, start) ?? '')
  return { status: 200, file: found.gzip ? gzipSync(bytes) : bytes }
}

function textOf(peer: Peer, which: Which, start: number): string | undefined {
  const bill = billOf(peer, which, start)
  return bill && billText(bill, peer.settings.billBom)
}

function billOf(peer: Peer, which: Which, start: number): Bill | undefined {
  if (which.of === 'trades') return tradeBillOf(peer, start, start + READY_MS, which.type)
  return which.account === 'BASIC' ? fundBillOf(peer, start) : undefined
}

/** What the bills of a day say so far, whether or not the merchant could fetch them yet. */
export function billsOf(peer: Peer, date: string): { trades?: string, funds?: string } {
  const start = dayStart(date)
  if (start === undefined) throw new Error(`no date: ${date}`)
  const trades = textOf(peer, { of: 'trades', type: 'ALL' }, start)
  const funds = textOf(peer, { of: 'funds', account: 'BASIC' }, start)
  return { ...(trades !== undefined && { trades }), ...(funds !== undefined && { funds }) }
}

import { OK, type Handler } from './call'
import { PASS_LABEL, type Suggestion } from './content-words'
import { ApiError } from './errors'
import { isKnown, shortId, type Peer } from './peer'
import { pushEvent } from './pushes'

export interface Verdict {
  suggest: Suggestion | 'pass'
  label: number
}

/** A picture or sound on its way through the check. */
export interface MediaCheck {
  traceId: string
  openid: string
  mediaUrl: string
  mediaType: 1 | 2
  createdAt: number
  judgedAt: number
  verdict?: Verdict
}

/** media_check_async, version 2: takes the address and judges later; the verdict comes as the push `wxa_media_check`. */
export const checkMedia: Handler = (peer, { body }) => {
  const { version, scene, openid, media_url: mediaUrl, media_type: mediaType } = body
  if (version !== 2) throw new ApiError(40097, 'version must be 2')
  if (typeof openid !== 'string' || !isKnown(peer, openid)) throw new ApiError(40003)
  if (typeof scene !== 'number' || ![1, 2, 3, 4].includes(scene)) throw new ApiError(40129)
  if (mediaType !== 1 && mediaType !== 2) throw new ApiError(40097, 'media_type')
  if (typeof mediaUrl !== 'string' || !/^https?:\/\//.test(mediaUrl) || !URL.canParse(mediaUrl)) throw new ApiError(40066)
  const createdAt = peer.clock.now()
  const check = peer.state.atomically((): MediaCheck => {
    const made = { traceId: shortId(peer, 'trace'), openid, mediaUrl, mediaType, createdAt, judgedAt: createdAt + peer.mediaCheckMs } as const
    peer.tables.mediaChecks.put(made.traceId, made)
    return made
  })
  scheduleJudgement(peer, check)
  return { ...OK, trace_id: check.traceId }
}

function scheduleJudgement(peer: Peer, check: MediaCheck): void {
  peer.clock.schedule(check.judgedAt, `wechat media check ${check.traceId}`, () => {
    const judged = judge(peer, check.traceId)
    // A standing clock waits for the push, a running one goes on.
    return peer.clock.mode === 'frozen' ? judged : undefined
  })
}

/** Puts checks that were under way when the peer stopped back on the clock. */
export function resumeMediaChecks(peer: Peer): void {
  for (const check of peer.tables.mediaChecks.values()) if (!check.verdict) scheduleJudgement(peer, check)
}

async function judge(peer: Peer, traceId: string): Promise<void> {
  const check = peer.tables.mediaChecks.get(traceId)
  if (!check || check.verdict) return
  const verdict = peer.state.atomically(() => {
    const given = planned(peer, check) ?? { suggest: 'pass', label: PASS_LABEL }
    peer.tables.mediaChecks.put(traceId, { ...check, verdict: given })
    return given
  })
  await pushEvent(peer, 'wxa_media_check', check.openid, {
    appid: peer.appid,
    trace_id: traceId,
    version: 2,
    detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }],
    errcode: 0,
    errmsg: 'ok',
    result: verdict,
  })
}

/** The verdict asked for this address, else the one for whichever comes next, which is used up by it. */
function planned(peer: Peer, { mediaUrl }: MediaCheck): Verdict | undefined {
  const own = peer.tables.mediaVerdicts.get(mediaUrl)
  if (own) return own
  const next = peer.tables.mediaVerdicts.get('next')
  peer.tables.mediaVerdicts.delete('next')
  return next
}

import { OK, type Handler } from './call'
import { PASS_LABEL } from './content-words'
import { ApiError } from './errors'
import { isKnown, shortId } from './peer'

const MAX_LENGTH = 2500

/** msg_sec_check, version 2: judged by a small list of words, the gravest verdict first. */
export const checkText: Handler = (peer, { body }) => {
  const { version, scene, openid, content } = body
  if (version !== 2) throw new ApiError(40097, 'version must be 2')
  if (typeof openid !== 'string' || !isKnown(peer, openid)) throw new ApiError(40003)
  if (typeof scene !== 'number' || ![1, 2, 3, 4].includes(scene)) throw new ApiError(40129)
  if (typeof content !== 'string' || content === '' || content.length > MAX_LENGTH) throw new ApiError(47001, 'content')
  const found = Object.entries(peer.words).filter(([word]) => content.includes(word)).map(([, verdict]) => verdict)
  const verdict = found.find(one => one.suggest === 'risky') ?? found[0] ?? { suggest: 'pass', label: PASS_LABEL }
  const { suggest, label } = verdict
  return {
    ...OK,
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
    trace_id: peer.state.atomically(() => shortId(peer, 'trace')),
    result: { suggest, label },
  }
}

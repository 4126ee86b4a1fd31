import { OK, type Handler } from './call'
import { ApiError } from './errors'
import { isKnown, nextNumber, type Peer, type SentMessage } from './peer'
import { fieldFits } from './template-fields'

const states = ['developer', 'trial', 'formal']

/** Sends one message when the person has granted one for this template, which it uses up. */
export const sendSubscribeMessage: Handler = (peer, { body }) => {
  const { touser, template_id: templateId, page, miniprogram_state: state = 'formal' } = body
  if (typeof touser !== 'string' || !isKnown(peer, touser)) throw new ApiError(40003)
  if (typeof templateId !== 'string' || !Object.hasOwn(peer.templates, templateId)) throw new ApiError(40037)
  if (page !== undefined && (typeof page !== 'string' || !pageExists(peer, page))) throw new ApiError(41030)
  if (typeof state !== 'string' || !states.includes(state)) throw new ApiError(47003, 'miniprogram_state invalid')
  const data = fieldsOf(peer.templates[templateId]?.fields ?? [], body.data)
  return peer.state.atomically(() => {
    const key = quotaKey(touser, templateId)
    const left = peer.tables.quotas.get(key) ?? 0
    if (left <= 0) throw new ApiError(43101)
    peer.tables.quotas.put(key, left - 1)
    const id = nextNumber(peer, 'message')
    const message: SentMessage = { id, at: peer.clock.now(), openid: touser, templateId, state, data, ...(page !== undefined && { page }) }
    peer.tables.messages.put(String(id).padStart(12, '0'), message)
    return { ...OK, msgid: id }
  })
}

function fieldsOf(fields: readonly string[], data: unknown): Record<string, string> {
  const given = data !== null && typeof data === 'object' ? data as Record<string, { value?: unknown } | null> : {}
  return Object.fromEntries(fields.map((field) => {
    const value = given[field]?.value
    if (value === undefined || value === null || value === '') throw new ApiError(47003, `data.${field}.value is empty`)
    const text = String(value)
    if (!fieldFits(field, text)) throw new ApiError(47003, `data.${field}.value invalid`)
    return [field, text]
  }))
}

export function quotaKey(openid: string, templateId: string): string {
  return `${openid} ${templateId}`
}

/** Whether the mini-program has the page; its query does not matter, a leading slash does not either. */
export function pageExists(peer: Peer, page: string): boolean {
  return peer.pages.includes(page.replace(/^\//, '').replace(/\?.*$/s, ''))
}

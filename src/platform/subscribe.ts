import { localCloudUrl } from './local-cloud'
import { currentPerson } from './person'
import { payCopy } from '@/copy/pay'
import type { MessageKey, MeView } from '@/services/types'

type Template = MeView['messageTemplates'][number]
type AskConsent = (templates: readonly Template[]) => Promise<MessageKey[]>

/** WeChat asks for at most this many kinds of message at a time. */
const AT_ONCE = 3

let askConsent: AskConsent
// #ifdef MP-WEIXIN
askConsent = askWeChat
// #endif
// #ifdef H5
askConsent = askInPage
// #endif

/**
 * Asks the shopper to allow one message of each kind and answers what was allowed (S35). Must follow a tap directly,
 * or WeChat refuses; a refusal of any sort is an empty answer and never an error, because no purchase depends on it.
 */
export function askForMessages(templates: readonly Template[], wanted: readonly MessageKey[]): Promise<MessageKey[]> {
  const asked = templates.filter(template => wanted.includes(template.key)).slice(0, AT_ONCE)
  return asked.length === 0 ? Promise.resolve([]) : askConsent(asked)
}

function askWeChat(templates: readonly Template[]): Promise<MessageKey[]> {
  return new Promise((resolve) => {
    uni.requestSubscribeMessage({
      tmplIds: templates.map(template => template.templateId),
      success: (answer: unknown) => {
        const choices = answer as Record<string, unknown>
        resolve(templates.filter(template => choices[template.templateId] === 'accept').map(template => template.key))
      },
      fail: () => resolve([]),
    })
  })
}

/** A browser has no WeChat around it: the page asks, and the local cloud's WeChat is told what was allowed. */
function askInPage(templates: readonly Template[]): Promise<MessageKey[]> {
  return new Promise((resolve) => {
    uni.showModal({
      title: payCopy.messages.title,
      content: templates.map(template => payCopy.messages.kinds[template.key]).join('、'),
      confirmText: payCopy.messages.allow,
      cancelText: payCopy.messages.refuse,
      success: ({ confirm }) => resolve(confirm ? grantAtLocalWeChat(templates) : []),
      fail: () => resolve([]),
    })
  })
}

function grantAtLocalWeChat(templates: readonly Template[]): Promise<MessageKey[]> {
  return new Promise((resolve) => {
    uni.request({
      url: localCloudUrl('/phone/request-subscribe-message'),
      method: 'POST',
      header: { 'content-type': 'application/json', 'x-lintuan-person': currentPerson() },
      data: { tmplIds: templates.map(template => template.templateId) },
      success: ({ statusCode }) => resolve(statusCode === 200 ? templates.map(template => template.key) : []),
      fail: () => resolve([]),
    })
  })
}

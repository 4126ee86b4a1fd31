import type { GroupView, ShareView } from '../../contract/views'
import { riskRulesOf } from '../../domain/shop/setup'
import { answer, type Answer, type Call, refused } from '../answer'
import { countOnce } from '../risk/count-act'
import { auditDenial } from '../risk/deny'
import { groupView } from '../views/group-view'

/** Who is in, what is left, until when, and what this caller may do (S14, S17). */
export async function getGroup({ ports, openid }: Call, { groupId }: { groupId: string }): Promise<Answer<GroupView, 'group_not_found'>> {
  const group = await ports.store.get('groups', groupId)
  const product = group && await ports.store.get('products', group.productId)
  return group && product ? answer(groupView(group, product, openid, ports.clock.now())) : refused('group_not_found')
}

/** The page a share card, a link or a mini-program code opens. */
const GROUP_PAGE = 'pages/group/index'

/**
 * The caller's short code for a group (S1): it follows from both, so that sharing twice gives the same one. The first so many of a Shanghai day can
 * earn something, the next cannot and says so (S49); shared again on another day, it is a share of that day.
 */
export async function createShare({ ports, openid }: Call, { groupId }: { groupId: string }): Promise<Answer<ShareView, 'group_not_found'>> {
  const { store, ids, clock } = ports
  const code = ids.derive(`share:${groupId}:${openid}`)
  const now = clock.now()
  const [known, setup] = await Promise.all([store.get('share_codes', code), store.get('shop_setup', 'shop')])
  const { sharesPerDay } = riskRulesOf(setup)
  const view = (earns: boolean): ShareView => ({ code, path: `/${GROUP_PAGE}?c=${code}`, earns, dailyShares: sharesPerDay })
  if (known && known.earns !== false) return answer(view(true))
  if (!known && !await store.get('groups', groupId)) return refused('group_not_found')
  const earns = await countOnce(ports, 'shares', sharesPerDay, openid, code, now)
  if (!earns) await auditDenial(ports, { ruleId: 'shares', openid, detail: `share.create ${sharesPerDay} a day` }, now)
  if (!known) await store.insert('share_codes', { id: code, groupId, sharerOpenid: openid, createdAt: now, earns })
  else if (earns) await store.update('share_codes', code, { set: { earns } })
  return answer(view(earns))
}

/** The mini-program code of a short code; its scene is the code itself, well within 32 characters (S1). */
export async function getShareCode({ ports }: Call, { code }: { code: string }): Promise<Answer<{ image: string }, 'code_not_found' | 'code_unavailable'>> {
  if (!await ports.store.get('share_codes', code)) return refused('code_not_found')
  const picture = await ports.wechat.codePicture(GROUP_PAGE, code)
  if (picture.outcome !== 'picture') return refused('code_unavailable')
  return answer({ image: Buffer.from(picture.png).toString('base64') })
}

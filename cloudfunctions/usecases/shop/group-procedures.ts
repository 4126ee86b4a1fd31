import type { GroupView, ShareView } from '../../contract/views'
import { answer, type Answer, type Call, refused } from '../answer'
import { groupView } from '../views/group-view'

/** Who is in, what is left, until when, and what this caller may do (S14, S17). */
export async function getGroup({ ports, openid }: Call, { groupId }: { groupId: string }): Promise<Answer<GroupView, 'group_not_found'>> {
  const group = await ports.store.get('groups', groupId)
  const product = group && await ports.store.get('products', group.productId)
  return group && product ? answer(groupView(group, product, openid, ports.clock.now())) : refused('group_not_found')
}

/** The page a share card, a link or a mini-program code opens. */
const GROUP_PAGE = 'pages/group/index'

/** The caller's short code for a group (S1): it follows from both, so that sharing twice gives the same one. */
export async function createShare({ ports, openid }: Call, { groupId }: { groupId: string }): Promise<Answer<ShareView, 'group_not_found'>> {
  const { store, ids, clock } = ports
  const code = ids.derive(`share:${groupId}:${openid}`)
  const known = await store.get('share_codes', code)
  if (!known) {
    if (!await store.get('groups', groupId)) return refused('group_not_found')
    await store.insert('share_codes', { id: code, groupId, sharerOpenid: openid, createdAt: clock.now() })
  }
  return answer({ code, path: `/${GROUP_PAGE}?c=${code}` })
}

/** The mini-program code of a short code; its scene is the code itself, well within 32 characters (S1). */
export async function getShareCode({ ports }: Call, { code }: { code: string }): Promise<Answer<{ image: string }, 'code_not_found' | 'code_unavailable'>> {
  if (!await ports.store.get('share_codes', code)) return refused('code_not_found')
  const picture = await ports.wechat.codePicture(GROUP_PAGE, code)
  if (picture.outcome !== 'picture') return refused('code_unavailable')
  return answer({ image: Buffer.from(picture.png).toString('base64') })
}

import { pictureName, pictureUrl } from './picture-url'
import { uploadPicture } from './upload'

/** Pictures that the demo shop brings along, for where there is no WeChat to ask for one's own. */
const BUILT_IN = Array.from({ length: 6 }, (_, index) => pictureUrl(`/storage/avatars/neighbour-${index + 1}.jpg`))

/** Whether the shopper's picture comes from WeChat's own picker; the pictures to choose from where it does not. */
export let avatarFromWechat: boolean
export let avatarChoices: readonly string[]
// #ifdef MP-WEIXIN
avatarFromWechat = !import.meta.env.VITE_LOCAL_CLOUD
avatarChoices = import.meta.env.VITE_LOCAL_CLOUD ? BUILT_IN : []
// #endif
// #ifdef H5
avatarFromWechat = false
avatarChoices = BUILT_IN
// #endif

/** A picture out of the phone's album, by its temporary path; null when the shopper changed their mind. */
export function pickPicture(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: 1,
      sizeType: ['compressed'],
      success: ({ tempFilePaths }) => resolve(tempFilePaths[0] ?? null),
      fail: () => resolve(null),
    })
  })
}

/**
 * The name under which the server can know a chosen picture; null when it could not be kept. A picker leaves a temporary file on the phone,
 * which goes to the cloud's storage first.
 */
export async function keepAvatar(chosen: string): Promise<string | null> {
  const name = pictureName(chosen)
  if (/^(\/storage\/|cloud:\/\/|https:\/\/)/.test(name)) return name
  const answer = await uploadPicture(chosen)
  return answer.kind === 'uploaded' ? answer.path : null
}

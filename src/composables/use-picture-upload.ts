import { ref } from 'vue'
import { showToast } from '@/components/base/toast'
import { deskCopy } from '@/copy/desk'
import { pickPicture } from '@/platform/avatar'
import { prepareGoodsPicture } from '@/platform/goods-picture'
import { type PictureSize, uploadPicture } from '@/platform/upload'

export interface Taken { readonly path: string; readonly size: PictureSize | null }

/** Takes a picture from the album into the cloud; says why when it does not work. `goods` pictures are cut to their size first (S37). */
export function usePictureUpload() {
  const uploading = ref(false)

  async function take(how: 'goods' | 'as_it_is'): Promise<Taken | null> {
    const picked = await pickPicture()
    if (!picked || uploading.value) return null
    uploading.value = true
    try {
      return await send(picked, how)
    } finally {
      uploading.value = false
    }
  }

  async function send(picked: string, how: 'goods' | 'as_it_is'): Promise<Taken | null> {
    const prepared = how === 'goods' ? await prepareGoodsPicture(picked) : { kind: 'ready' as const, path: picked }
    if (prepared.kind !== 'ready') {
      showToast(prepared.kind === 'too_small' ? deskCopy.tooSmall : deskCopy.uploadRefused)
      return null
    }
    const answer = await uploadPicture(prepared.path)
    if (answer.kind === 'uploaded') return { path: answer.path, size: answer.size }
    showToast(answer.kind === 'refused' ? deskCopy.uploadRefused : deskCopy.uploadFailed)
    return null
  }

  return { uploading, take }
}

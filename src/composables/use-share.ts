import { computed, ref } from 'vue'
import { saveImage } from '@/platform/album'
import { routes } from '@/platform/navigate'
import { copyShareLink } from '@/platform/share'
import { call } from '@/services/client'

/**
 * Sharing one group (S1). The short code that carries group and sharer is fetched before anybody taps, because WeChat wants the path of the
 * card at once; until it is there the plain address of the group is shared, which works but names no sharer.
 */
export function useShare(groupId: () => string) {
  const open = ref(false)
  const code = ref('')
  const coded = ref('')
  const image = ref('')
  const imageState = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const path = computed(() => coded.value || routes.group(groupId()))
  const imageUrl = computed(() => image.value && `data:image/png;base64,${image.value}`)

  async function prepare(): Promise<boolean> {
    if (code.value) return true
    const share = await call('share.create', { groupId: groupId() })
    if (!share.ok) return false
    code.value = share.value.code
    coded.value = share.value.path.startsWith('/') ? share.value.path : `/${share.value.path}`
    return true
  }

  async function copyLink(): Promise<void> {
    await prepare()
    await copyShareLink(path.value)
    open.value = false
  }

  async function loadImage(): Promise<void> {
    if (imageState.value === 'loading' || imageState.value === 'ready') return
    imageState.value = 'loading'
    const picture = await prepare() ? await call('share.code', { code: code.value }) : null
    image.value = picture?.ok ? picture.value.image : ''
    imageState.value = picture?.ok ? 'ready' : 'failed'
  }

  function save(): Promise<boolean> {
    return saveImage(image.value, `lintuan-${code.value}`)
  }

  return { open, path, imageUrl, imageState, prepare, copyLink, loadImage, save }
}

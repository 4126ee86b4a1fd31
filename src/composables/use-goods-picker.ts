import { ref } from 'vue'
import { usePagedList } from './use-paged-list'
import { callAdmin } from '@/services/client'
import type { DeskGoodsView } from '@/services/types'

/** The goods on sale, to choose from in a sheet; they are asked for when it opens. */
export function useGoodsPicker(choose: (goods: DeskGoodsView) => unknown) {
  const open = ref(false)
  const list = usePagedList<DeskGoodsView>(cursor => callAdmin('goods.list', { onSale: true, cursor }), goods => goods.productId)

  function show() {
    open.value = true
    void list.reload()
  }

  function take(goods: DeskGoodsView) {
    open.value = false
    void choose(goods)
  }

  return { open, show, take, ...list }
}

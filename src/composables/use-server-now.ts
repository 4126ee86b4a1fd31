import { onHide, onShow } from '@dcloudio/uni-app'
import { onUnmounted, readonly, ref, watch } from 'vue'
import { useServerClock } from '@/stores/server-clock'

/**
 * The server's clock, ticking each second while the page is shown (S17). Every tick reads the clock anew and aims at the next whole second,
 * so neither a late timer nor a spell in the background adds up. For pages: it follows the page's own `onShow` and `onHide`.
 */
export function useServerNow() {
  const clock = useServerClock()
  const now = ref(clock.now())
  let timer: ReturnType<typeof setTimeout> | undefined

  function tick() {
    now.value = clock.now()
    timer = setTimeout(tick, 1000 - modulo(now.value, 1000))
  }
  function stop() {
    clearTimeout(timer)
    timer = undefined
  }
  function start() {
    stop()
    tick()
  }

  start()
  // What a reply teaches about the clock counts at once; a page must not go by the phone's for up to a second more.
  watch(() => clock.offsetMs, () => {
    if (timer !== undefined) start()
  })
  onShow(start)
  onHide(stop)
  onUnmounted(stop)
  return readonly(now)
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

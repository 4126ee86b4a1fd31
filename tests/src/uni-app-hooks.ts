import { getCurrentInstance, type ComponentInternalInstance } from 'vue'

/** In the place of `@dcloudio/uni-app`: keeps the hooks a component registers, so that a test can play the phone and call them. */
type Hook = (...args: never[]) => unknown
const hooks = new WeakMap<ComponentInternalInstance, Map<string, Hook[]>>()

function register(name: string) {
  return (hook: Hook) => {
    const instance = getCurrentInstance()
    if (!instance) throw new Error(`${name} was called outside setup`)
    const own = hooks.get(instance) ?? new Map<string, Hook[]>()
    own.set(name, [...own.get(name) ?? [], hook])
    hooks.set(instance, own)
  }
}

export const onLaunch = register('onLaunch')
export const onLoad = register('onLoad')
export const onShow = register('onShow')
export const onHide = register('onHide')
export const onReady = register('onReady')
export const onUnload = register('onUnload')
export const onPullDownRefresh = register('onPullDownRefresh')
export const onReachBottom = register('onReachBottom')
export const onShareAppMessage = register('onShareAppMessage')
export const onPageScroll = register('onPageScroll')

/** Runs the page hooks of one name and answers what the last of them gave. */
export function callHook(vm: { $: ComponentInternalInstance }, name: string, ...args: unknown[]): unknown {
  return (hooks.get(vm.$)?.get(name) ?? []).map(hook => (hook as (...given: unknown[]) => unknown)(...args)).at(-1)
}

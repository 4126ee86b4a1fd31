import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, nextTick, ref } from 'vue'
import { callHook } from './uni-app-hooks'
import { useDeadline } from '@/composables/use-deadline'
import { useServerNow } from '@/composables/use-server-now'
import { useServerClock } from '@/stores/server-clock'

const START = 1_800_000_000_000

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(START)
})
afterEach(() => {
  vi.useRealTimers()
})

function mountClock() {
  const wrapper = mount(defineComponent({ setup: () => ({ now: useServerNow() }), template: '<i>{{ now }}</i>' }))
  return { wrapper, shown: () => Number(wrapper.text()) }
}

describe('the server clock', () => {
  it('S17: takes the middle of the call, and a quick answer outweighs a slow one', () => {
    const clock = useServerClock()
    clock.observe(START + 10_000 + 1500, START, START + 3000)
    expect(clock.offsetMs).toBe(10_000)
    clock.observe(START + 10_420, START + 400, START + 440)
    expect(Math.abs(clock.offsetMs - 10_000)).toBeLessThanOrEqual(20)
    clock.observe(START + 10_000 + 5900, START + 5000, START + 8000)
    expect(Math.abs(clock.offsetMs - 10_000)).toBeLessThanOrEqual(20)
  })

  it('S17: follows when a clock was set', () => {
    const clock = useServerClock()
    clock.observe(START, START - 10, START + 10)
    clock.observe(START + 86_400_000, START - 10, START + 10)
    expect(clock.offsetMs).toBe(86_400_000)
  })

  it('S17: ticks on whole seconds of the server, not of the phone', async () => {
    useServerClock().observe(START + 300, START, START)
    const { shown } = mountClock()
    vi.advanceTimersByTime(700)
    await nextTick()
    expect(shown()).toBe(START + 1000)
    vi.advanceTimersByTime(1000)
    await nextTick()
    expect(shown()).toBe(START + 2000)
  })

  it('S17: is right at once after half an hour in the background with timers asleep', async () => {
    useServerClock().observe(START + 5000, START, START)
    const { wrapper, shown } = mountClock()
    callHook(wrapper.vm, 'onHide')
    vi.advanceTimersByTime(60_000)
    expect(shown()).toBe(START + 5000)
    vi.setSystemTime(START + 1_800_000)
    callHook(wrapper.vm, 'onShow')
    await nextTick()
    expect(Math.abs(shown() - (START + 1_805_000))).toBeLessThan(1000)
  })

  it('stops with its page', () => {
    const { wrapper } = mountClock()
    expect(vi.getTimerCount()).toBe(1)
    wrapper.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a deadline on screen', () => {
  it('S17: asks the server at zero and every three seconds until it agrees, and never before', async () => {
    const now = ref(START)
    const deadline = ref<number | null>(START + 2000)
    const asked: number[] = []
    mount(defineComponent({ setup: () => useDeadline(now, () => deadline.value, () => asked.push(now.value - START)), template: '<i />' }))
    for (let second = 1; second <= 9; second += 1) {
      now.value = START + second * 1000
      await nextTick()
      if (second === 6) deadline.value = null
    }
    expect(asked).toEqual([2000, 5000])
  })
})

import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import DetailBlocks from '@/components/goods/detail-blocks.vue'
import type { DetailBlockView } from '@/services/types'

const blocks: readonly DetailBlockView[] = [
  { kind: 'table', rows: [{ name: '产地', value: '江西赣州' }, { name: '净重', value: '5斤' }] },
  { kind: 'text', text: '<b>现摘现发</b>' },
  { kind: 'image', image: '/storage/orchard.jpg' },
  { kind: 'video', video: '/storage/orchard.mp4', poster: '/storage/poster.jpg' },
]

describe('S38: the detail page on the phone', () => {
  const page = mount(DetailBlocks, { props: { blocks, title: '赣南脐橙' } })

  it('shows every block, in the order the merchant gave them', () => {
    const html = page.html()
    const places = ['江西赣州', '现摘现发', 'orchard.jpg', 'orchard.mp4'].map(text => html.indexOf(text))
    expect(places.every(place => place >= 0), html).toBe(true)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  it('shows text as text', () => {
    expect(page.find('b').exists()).toBe(false)
    expect(page.text()).toContain('<b>现摘现发</b>')
  })
})

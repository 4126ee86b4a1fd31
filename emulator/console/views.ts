import { type Component, defineAsyncComponent } from 'vue'

export interface View { name: string; title: string; component: Component }

function view(name: string, title: string, load: () => Promise<{ default: Component }>): View {
  return { name, title, component: defineAsyncComponent(load) }
}

/** In the order of the menu; each is loaded when it is first opened. */
export const views: readonly View[] = [
  view('overview', 'Overview', () => import('./views/overview.vue')),
  view('story', 'Story', () => import('./views/story.vue')),
  view('functions', 'Functions', () => import('./views/functions.vue')),
  view('database', 'Database', () => import('./views/database.vue')),
  view('timers', 'Timers', () => import('./views/timers.vue')),
  view('payments', 'Payments', () => import('./views/payments.vue')),
  view('messages', 'Messages', () => import('./views/messages.vue')),
  view('faults', 'Faults', () => import('./views/faults.vue')),
  view('limits', 'Limits', () => import('./views/limits.vue')),
]

import * as Pinia from 'pinia'
import { createSSRApp } from 'vue'
import App from './App.vue'

/** Entry that uni-app calls on both targets; Pinia is handed back so that H5 can hydrate it. */
export function createApp() {
  const app = createSSRApp(App)
  app.use(Pinia.createPinia())
  return { app, Pinia }
}

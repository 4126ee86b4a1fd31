import { createApp } from 'vue'
import App from './app.vue'
import './style.scss'

createApp(App).mount('#app')

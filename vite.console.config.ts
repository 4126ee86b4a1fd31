import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The developer console: a page of its own beside the shop. Its index.html loads main.ts; nothing of it enters the H5 app or the mini-program. */
export default defineConfig({
  root: fileURLToPath(new URL('./emulator/console', import.meta.url)),
  base: '/console/',
  plugins: [vue()],
  build: {
    outDir: fileURLToPath(new URL('./dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    // The widgets change with the library alone, the views with every day's work.
    rollupOptions: { output: { manualChunks: id => /node_modules[/\\](vue|@vue)[/\\]/.test(id) ? 'vue' : undefined } },
  },
})

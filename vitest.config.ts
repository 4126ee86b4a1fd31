import { availableParallelism } from 'node:os'
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Tags that belong to the mini-program or to the component library, not to Vue. */
const NATIVE_TAGS = new Set([
  'view', 'text', 'image', 'block', 'scroll-view', 'swiper', 'swiper-item', 'rich-text', 'icon', 'picker', 'picker-view', 'navigator',
  'cover-view', 'canvas', 'movable-area', 'movable-view', 'page-meta', 'root-portal', 'slot-view', 'web-view',
])

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const CORES = availableParallelism()

/** Outside the cloud the SDK asks a metadata host by name before every call unless this says where it runs. */
const node = { environment: 'node' as const, env: { TENCENTCLOUD: 'true' } }

/**
 * Files share the threads they run on, one for each core: loading the SDKs anew for each file would take longer than most files. What must not be
 * shared, a cloud with its port and folder, belongs to a test anyway.
 */
const sharedThreads = { isolate: false, minThreads: CORES, maxThreads: CORES }

const oneAtATime = { pool: 'forks' as const, poolOptions: { forks: { singleFork: true } } }

export default defineConfig({
  test: {
    // Vitest takes the pool's settings from here for all projects; only the emulator's runs in threads. Left alone it would keep one core for itself.
    poolOptions: { threads: sharedThreads, forks: { minForks: CORES, maxForks: CORES } },
    projects: [
      { test: { ...node, name: 'unit', include: ['tests/{domain,contract,usecases,adapters,authorization,hostile,tidy}/**/*.test.ts'], testTimeout: 60_000 } },
      // Its worker processes have the cores to themselves.
      { test: { ...node, name: 'simulation', include: ['tests/simulation/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'emulator',
          include: ['tests/emulator/**/*.test.ts'],
          pool: 'threads',
          globalSetup: ['scripts/vitest-emulator-run.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...node,
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['scripts/vitest-build-functions.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [vue({ template: { compilerOptions: { isCustomElement: tag => NATIVE_TAGS.has(tag) || tag.startsWith('wd-') } } })],
        resolve: { alias: { '@dcloudio/uni-app': fromHere('./tests/src/uni-app-hooks.ts'), '@': fromHere('./src') } },
        css: { preprocessorOptions: { scss: { additionalData: '@import "@/uni.scss";' } } },
        test: { name: 'src', environment: 'happy-dom', include: ['tests/src/**/*.test.ts'], setupFiles: ['tests/src/setup.ts'] },
      },
      // One file at a time: each opens a browser and a shop of its own.
      { test: { ...node, name: 'browser', include: ['tests/browser/**/*.test.ts'], ...oneAtATime, testTimeout: 120_000, hookTimeout: 180_000 } },
      {
        test: {
          ...node,
          name: 'console',
          include: ['tests/console/**/*.test.ts'],
          globalSetup: ['scripts/vitest-build-functions.ts', 'scripts/vitest-build-console.ts'],
          ...oneAtATime,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { ...node, name: 'mp', include: ['tests/mp/**/*.test.ts'], ...oneAtATime, testTimeout: 120_000, hookTimeout: 180_000 } },
    ],
  },
})

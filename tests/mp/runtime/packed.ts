import type { template } from 'glass-easel'

export type ModuleBody = (
  require: (path: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  wx: object,
  App: (options: AppOptions) => void,
  Page: (definition: object) => void,
  Component: (definition: object) => void,
  Behavior: (definition: object) => unknown,
  getApp: () => AppOptions | undefined,
  getCurrentPages: () => unknown[],
) => void

export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
  referrerInfo: object
}

export interface AppOptions {
  onLaunch?(options: LaunchOptions): void
  onShow?(options: LaunchOptions): void
}

export interface FileConfig {
  usingComponents?: Record<string, string>
  navigationBarTitleText?: string
  enablePullDownRefresh?: boolean
}

export interface AppConfig extends FileConfig {
  pages: string[]
  subPackages?: { root: string, pages: string[] }[]
  window?: FileConfig
  tabBar?: { list: { pagePath: string, text: string, iconPath: string, selectedIconPath: string }[] }
}

/** What the packer puts on the page: a compiled mini-program, ready to be run. */
export interface Packed {
  app: AppConfig
  configs: Record<string, FileConfig>
  templates: Record<string, template.ComponentTemplate['content']>
  modules: Record<string, ModuleBody>
}

declare global {
  interface Window { packed: Packed }
}

export const packed = window.packed

import type { ComponentEnv } from 'glass-easel-miniprogram-adapter'

type Register = (definition: object) => unknown
type Registering = Record<keyof ComponentEnv, Register>

let current: Registering | undefined

function now(): Registering {
  if (!current) throw new Error('Page, Component or Behavior is called outside of the file of a page or component')
  return current
}

/** `Page`, `Component` and `Behavior` as every file sees them; they register what is being loaded at the moment. */
export const registrar = {
  Page: (definition: object): void => void now().Page(definition),
  Component: (definition: object): void => void now().Component(definition),
  Behavior: (definition: object): unknown => now().Behavior(definition),
}

/** Runs `load` while the registrar registers with `env`. */
export function registeringWith(env: ComponentEnv, load: () => void): void {
  const outer = current
  current = env as unknown as Registering
  try {
    load()
  }
  finally {
    current = outer
  }
}

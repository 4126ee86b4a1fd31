import * as glassEasel from 'glass-easel'
import { type ComponentEnv, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { connectEvents, handEventsOverAsWeChatDoes } from './events'
import { loadModule } from './modules'
import { packed } from './packed'
import { joinPath } from './paths'
import { registeringWith } from './registrar'

type Config = Parameters<ReturnType<MiniProgramEnv['createCodeSpace']>['addComponentStaticConfig']>[1]
interface Definition { lifetimes?: { attached?: () => void, ready?: () => void } }

handEventsOverAsWeChatDoes()
const env = new MiniProgramEnv()
const space = env.createCodeSpace('', true)
space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true })
const context = new glassEasel.CurrentWindowBackendContext()
renameTags(context)
connectEvents(context)
const backend = env.associateBackend(context)
const defined = new Set<string>()

/** A browser lays its own buttons out in a way of its own; WeChat's are boxes like any other. */
function renameTags(context: glassEasel.CurrentWindowBackendContext): void {
  const { createElement, createTextNode, createDocumentFragment } = context.document
  context.document = {
    createElement: tag => createElement.call(document, tag === 'button' ? 'mp-button' : tag),
    createTextNode: text => createTextNode.call(document, text),
    createDocumentFragment: () => createDocumentFragment.call(document),
  }
}

/** Makes a page that stands nowhere yet. Its components are defined on the way, before the file that uses them, as WeChat does. */
export function createRoot(route: string) {
  define(route)
  return backend.createRoot('wx-page', space, route)
}

function define(path: string): void {
  if (defined.has(path)) return
  defined.add(path)
  const using = absolute(path, { ...packed.app.usingComponents, ...packed.configs[path]?.usingComponents })
  for (const component of Object.values(using)) define(component.slice(1))
  // Styles of all files stand on one page, so nothing is gained by keeping them apart here.
  space.addComponentStaticConfig(path, { ...packed.configs[path], usingComponents: using, styleIsolation: 'shared' } as Config)
  const content = packed.templates[path]
  if (!content) throw new Error(`${path}.wxml is missing`)
  space.addCompiledTemplate(path, { groupList: packed.templates as never, content, fallbackListenerOnNativeNode: true })
  space.componentEnv(path, own => registeringWith(withReady(own), () => void loadModule(`${path}.js`)))
}

function absolute(path: string, using: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(using).map(([tag, component]) => [tag, `/${joinPath(path, component)}`]))
}

/** The engine leaves `ready` to its host: it comes after what is attached has been drawn. Vue's `onMounted` waits for it. */
function withReady(own: ComponentEnv): ComponentEnv {
  const register = own.Component as unknown as (definition: Definition) => void
  const Component = (definition: Definition): void => {
    const { attached, ready, ...rest } = definition.lifetimes ?? {}
    register({
      ...definition,
      lifetimes: {
        ...rest,
        attached() {
          attached?.call(this)
          if (ready) requestAnimationFrame(() => ready.call(this))
        },
      },
    })
  }
  return { ...own, Component: Component as unknown as ComponentEnv['Component'] }
}

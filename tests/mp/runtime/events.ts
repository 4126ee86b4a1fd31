import * as glassEasel from 'glass-easel'

interface Target { id: string, dataset: Record<string, unknown>, offsetLeft: number, offsetTop: number }
/** `EventBubbleStatus.NoDefault`, an ambient constant that cannot be imported. */
const NO_DEFAULT = 1 as glassEasel.EventBubbleStatus

type Handler = (this: unknown, ...args: unknown[]) => unknown

/**
 * Gives handlers the plain object that WeChat's logic layer hands over, not the engine's own event: a program must not get at elements
 * by way of an event. uni-app puts handlers on the instance after it was made, so they are wrapped where the engine looks them up.
 */
export function handEventsOverAsWeChatDoes(): void {
  const lookUp = glassEasel.Component.getMethod.bind(glassEasel.Component)
  const wrapped: typeof lookUp = (component, name) => {
    const method = lookUp(component, name) as Handler | undefined
    return method && function (this: unknown, first: unknown, ...rest: unknown[]) {
      return method.call(this, isEvent(first) ? toPlain(first) : first, ...rest)
    }
  }
  glassEasel.Component.getMethod = wrapped
}

/** Connects the browser's events to the engine, with the details that WeChat gives. */
export function connectEvents(context: glassEasel.CurrentWindowBackendContext): void {
  context.onEvent((target, type, detail, options) => {
    const event = new glassEasel.Event(type, detailOf(options.originalEvent, type, detail), options)
    glassEasel.Event.dispatchEvent(target, event)
    return event.defaultPrevented() ? NO_DEFAULT : undefined
  })
}

function detailOf(original: unknown, type: string, detail: unknown): unknown {
  if (original instanceof CustomEvent) return original.detail as unknown
  if (type === 'tap' || type === 'canceltap') return detail
  const field = original instanceof Event ? original.target : null
  return field instanceof HTMLInputElement ? { value: field.value, cursor: field.value.length } : {}
}

function isEvent(value: unknown): value is glassEasel.ShadowedEvent<unknown> {
  return value instanceof glassEasel.Event
}

function toPlain(event: glassEasel.ShadowedEvent<unknown>): object {
  return {
    type: event.getEventName(),
    timeStamp: event.timeStamp,
    detail: event.detail,
    mark: event.mark ?? {},
    target: toTarget(event.target),
    currentTarget: toTarget(event.currentTarget),
    touches: [],
    changedTouches: [],
  }
}

function toTarget(element: unknown): Target {
  const { id = '', dataset = {} } = element as Partial<Target>
  return { id, dataset: { ...dataset }, offsetLeft: 0, offsetTop: 0 }
}

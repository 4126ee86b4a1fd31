import type { DefineComponent } from 'vue'

// The few wot-design-uni components that src/components/base wraps. Its own declarations pull the library's sources into the type check,
// which do not hold under our stricter settings.
interface PopupProps {
  'modelValue': boolean
  'position'?: 'center' | 'top' | 'right' | 'bottom' | 'left'
  'zIndex'?: number
  'lockScroll'?: boolean
  'closeOnClickModal'?: boolean
  'customClass'?: string
  'customStyle'?: string
  'onUpdate:modelValue'?: (open: boolean) => void
}

declare module 'vue' {
  interface GlobalComponents {
    WdPopup: DefineComponent<PopupProps>
  }
}

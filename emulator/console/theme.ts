import type { GlobalThemeOverrides } from 'naive-ui'

const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'

const quietField = { borderHover: '1px solid #8f877c', borderFocus: '1px solid #5f584f', boxShadowFocus: '0 0 0 2px rgba(38, 35, 31, 0.12)' }

/** The shop's accent, used for the one main action of a place; the rest stays quiet. */
export const theme: GlobalThemeOverrides = {
  common: {
    primaryColor: '#d93a1e',
    primaryColorHover: '#c23116',
    primaryColorPressed: '#a82a12',
    primaryColorSuppl: '#d93a1e',
    borderRadius: '6px',
    borderColor: '#ddd8d1',
    textColorBase: '#26231f',
    textColor1: '#26231f',
    textColor2: '#3a3631',
    textColor3: '#6b655d',
    placeholderColor: '#857e75',
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Noto Sans CJK SC", sans-serif',
    fontFamilyMono: mono,
  },
  // Red around a field would say that something is wrong with it.
  Input: { ...quietField, caretColor: '#26231f' },
  Select: { peers: { InternalSelection: { ...quietField, borderActive: quietField.borderFocus, boxShadowActive: quietField.boxShadowFocus, caretColor: '#26231f' } } },
  Button: {
    textColorHover: '#26231f', textColorPressed: '#26231f', textColorFocus: '#26231f',
    borderHover: '1px solid #8f877c', borderPressed: '1px solid #26231f', borderFocus: '1px solid #8f877c',
    rippleColor: '#8f877c',
  },
}

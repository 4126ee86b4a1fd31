export interface Component { readonly name: string; readonly version: string; readonly group?: string; readonly licenses?: readonly { readonly expression?: string; readonly license?: { readonly id?: string; readonly name?: string } }[] }
export const ALLOWED: ReadonlySet<string>
export const LOOKED_AT: Readonly<Record<string, { readonly licence: string }>>
export function isAllowed(expression: string): boolean
export function licenceOf(component: Pick<Component, 'licenses'>): string
export function unlicensed(components: readonly Component[]): string[]

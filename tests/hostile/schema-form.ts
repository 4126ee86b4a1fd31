/** What of valibot's schemas the contract uses, as data; anything else in them throws, so that no field goes without bad values. */
export type Form = { readonly optional?: true; readonly nullable?: true } & (
  | { readonly kind: 'object'; readonly entries: Readonly<Record<string, Form>> }
  | { readonly kind: 'array'; readonly item: Form; readonly min: number; readonly max: number }
  | { readonly kind: 'string'; readonly min: number; readonly max: number; readonly patterns: readonly RegExp[]; readonly also: readonly string[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'one_of'; readonly options: readonly unknown[] }
  | { readonly kind: 'variant'; readonly key: string; readonly options: readonly (Form & { readonly kind: 'object' })[] }
)

interface Schema {
  readonly type: string
  readonly pipe?: readonly (Action & Partial<Schema>)[]
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly key?: string
}

interface Action { readonly kind: string; readonly type: string; readonly requirement?: unknown }

const MANY = 1000

/** The form of what a schema accepts. */
export function formOf(given: unknown): Form {
  const schema = given as Schema
  const actions = (schema.pipe ?? []).filter(action => action.kind !== 'schema')
  const number = (type: string): number | undefined => actions.filter(action => action.type === type).map(action => action.requirement as number)[0]
  switch (schema.type) {
    case 'strict_object': return { kind: 'object', entries: Object.fromEntries(Object.entries(schema.entries ?? {}).map(([name, entry]) => [name, formOf(entry)])) }
    case 'array': return { kind: 'array', item: formOf(schema.item), min: number('min_length') ?? 0, max: number('max_length') ?? MANY }
    case 'string': return {
      kind: 'string',
      min: actions.some(action => action.type === 'non_empty') ? 1 : 0,
      max: number('max_length') ?? MANY,
      patterns: actions.filter(action => action.type === 'regex').map(action => action.requirement as RegExp),
      also: actions.map(action => action.type).filter(type => ['iso_date', 'email', 'trim', 'transform', 'check'].includes(type)),
    }
    case 'number': return { kind: 'number', min: bound(number('min_value')), max: bound(number('max_value')) }
    case 'boolean': return { kind: 'boolean' }
    case 'picklist': return { kind: 'one_of', options: schema.options ?? [] }
    case 'literal': return { kind: 'one_of', options: [schema.literal] }
    case 'variant': return { kind: 'variant', key: schema.key ?? '', options: (schema.options ?? []).map(formOf) as (Form & { kind: 'object' })[] }
    // Only looks at what comes; what it must be says the schema behind it.
    case 'custom': return formOf(schema.pipe?.find(one => one.kind === 'schema' && one.type !== 'custom'))
    case 'nullable': return { ...formOf(schema.wrapped), nullable: true }
    case 'optional': return { ...formOf(schema.wrapped), optional: true }
    default: throw new Error(`the fuzz does not know ${schema.type}`)
  }
}

/** No number of the contract goes without bounds. */
function bound(given: number | undefined): number {
  if (given === undefined) throw new Error('a number without bounds')
  return given
}

/** Of a variant, the form that a value has. */
export function chosen(form: Form & { kind: 'variant' }, value: unknown): (Form & { kind: 'object' }) | undefined {
  const kind = (value as Record<string, unknown> | null)?.[form.key]
  return form.options.find((option) => {
    const tag = option.entries[form.key]
    return tag?.kind === 'one_of' && tag.options.includes(kind)
  })
}

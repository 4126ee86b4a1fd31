import { chosen, type Form } from './schema-form'

type Random = () => number

/** Texts a person may send and a program may stumble over. */
const TEXTS: readonly string[] = [
  '=1+1', '+cmd', '-1', '@sum', '\u202eabc', 'a\u200bb', '🍊', '👩‍👩‍👧‍👦', '𠮷野家', 'ﷺ', 'Ω≈ç', '<script>alert(1)</script>', '\'; drop table orders; --', '{{7*7}}', '${7*7}', '$where', 'a.b', '%s%n', 'null', 'undefined', 'NaN', '__proto__', 'constructor', 'true', '０', '(', '[', '\\',
]
const IDS: readonly string[] = ['a', '0', '-', '_', '--', '00000000', 'toString0', 'NaN', 'undefined', 'null', 'shop_', 'x'.repeat(24), 'x'.repeat(40)]
const CURSORS: readonly string[] = ['', '0~a', '-1~a', '9999999999999999~a', '1~', '~', '1~a~b', '1~__proto__', '0~x.y:z@w', 'x'.repeat(200)]
const DAYS: readonly string[] = ['2026-05-01', '2026-05-02', '1970-01-01', '9999-12-31', '0000-01-01', '2026-02-29', '2026-12-31', '0001-01-01']

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T
}

function text(form: Form & { kind: 'string' }, random: Random): string {
  const own = form.also.includes('iso_date') ? DAYS : form.also.includes('email') ? ['a@b.co', `${'x'.repeat(50)}@example.com`] : form.patterns.length === 0 ? [...CURSORS, ...TEXTS] : [...TEXTS, ...TEXTS.map(one => one.repeat(Math.ceil(form.max / one.length)).slice(0, form.max)), ...IDS]
  const fitting = own.filter(one => one.length <= form.max && one.length >= form.min && form.patterns.every(pattern => pattern.test(one)))
  return fitting.length > 0 ? pick(fitting, random) : 'x'
}

/** A value of this form, at its borders more often than not. */
function strange(form: Form, sample: unknown, random: Random): unknown {
  if (form.nullable && random() < 0.2) return null
  if (form.optional && random() < 0.2) return undefined
  switch (form.kind) {
    case 'string': return text(form, random)
    case 'number': return pick([form.min, form.min + 1, form.max, form.max - 1, 0, 1, Math.floor(form.min + (form.max - form.min) * random())].filter(one => one >= form.min && one <= form.max), random)
    case 'boolean': return random() < 0.5
    case 'one_of': return pick(form.options, random)
    case 'array': {
      const length = pick([form.min, Math.min(form.max, form.min + 1), Math.min(form.max, 3), Math.min(form.max, 60)], random)
      const items = Array.isArray(sample) ? sample as unknown[] : []
      return Array.from({ length }, (_, index) => varied(form.item, items[index % Math.max(1, items.length)], random, 0.4))
    }
    case 'object': return fields(form.entries, sample, random, 0.5)
    case 'variant': {
      const option = random() < 0.5 ? chosen(form, sample) ?? pick(form.options, random) : pick(form.options, random)
      return fields(option.entries, sample, random, 0.5)
    }
  }
}

function fields(entries: Readonly<Record<string, Form>>, sample: unknown, random: Random, change: number): unknown {
  const known = (typeof sample === 'object' && sample !== null ? sample : {}) as Record<string, unknown>
  return Object.fromEntries(Object.entries(entries).map(([name, form]) => [name, varied(form, known[name], random, change)]))
}

/** The sample's own value, or a strange one of the same form. */
function varied(form: Form, sample: unknown, random: Random, change: number): unknown {
  if (sample === undefined || random() < change) return strange(form, sample, random)
  if (form.kind === 'object') return fields(form.entries, sample, random, change)
  if (form.kind === 'variant') {
    const own = chosen(form, sample)
    return own ? fields(own.entries, sample, random, change) : strange(form, sample, random)
  }
  return sample
}

/** An input of this form that keeps more or less of the sample, so that it comes further than the first look-up. */
export function strangeInput(form: Form, sample: unknown, random: Random): unknown {
  return form.kind === 'object' ? fields(form.entries, sample, random, pick([0.15, 0.3, 0.6, 1], random)) : strange(form, sample, random)
}

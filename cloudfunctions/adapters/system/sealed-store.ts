import type { Change, CollectionName, Collections, Seal, Store, Transaction } from '../../ports'

type Fields = Readonly<Record<string, unknown>>
type Document<C extends CollectionName> = Collections[C]

/** What of a document nobody may read in the database: text fields, of the document itself or of the object that stands at `within`. */
interface Personal { readonly within?: string; readonly fields: readonly string[] }

/** Encrypted at rest (S12). Of an address only the region stays in the clear: freight and statistics go by it. */
const PERSONAL: Partial<Record<CollectionName, Personal>> = {
  orders: { within: 'address', fields: ['name', 'phone', 'detail'] },
  invoices: { fields: ['title', 'taxNo', 'email'] },
}

/** Where the sealed fields stand, all of a document in one text. */
const SEALED = 'sealed'

/**
 * A store that encrypts personal fields on the way in and decrypts them on the way out, so that nothing else knows of it. It asks for nothing more
 * than the store beneath. Documents written before, or under an earlier key, are read as they are and sealed anew with their next change.
 */
export function sealedStore(store: Store, seal: Seal): Store {
  const open = <C extends CollectionName>(collection: C, document: Document<C>): Document<C> => opened(seal, collection, document)
  const close = <C extends CollectionName>(collection: C, document: Document<C>): Document<C> => closed(seal, collection, document)
  return {
    ...store,
    async get(collection, id) {
      const document = await store.get(collection, id)
      return document && open(collection, document)
    },
    getMany: async (collection, ids) => (await store.getMany(collection, ids)).map(document => open(collection, document)),
    page: async query => (await store.page(query)).map(document => open(query.collection, document)),
    insert: (collection, document) => store.insert(collection, close(collection, document)),
    update(collection, id, change, when) {
      refuseSealed(collection, change)
      return store.update(collection, id, change, when)
    },
    transaction: body => store.transaction((tx: Transaction) => body({
      async get(collection, id) {
        const document = await tx.get(collection, id)
        return document && open(collection, document)
      },
      insert: (collection, document) => tx.insert(collection, close(collection, document)),
      replace: (collection, document) => tx.replace(collection, close(collection, document)),
    })),
  }
}

function closed<C extends CollectionName>(seal: Seal, collection: C, document: Document<C>): Document<C> {
  const personal = PERSONAL[collection]
  const holder = personal && holderOf(document, personal)
  if (!personal || !holder) return document
  const { rest, secret } = split(holder, personal.fields)
  // Nothing is left to hide once a person's data was removed.
  if (Object.values(secret).every(value => value === '' || value === null)) return document
  return withHolder(document, personal, { ...rest, [SEALED]: seal.seal(JSON.stringify(secret), about(collection, document.id)) })
}

function opened<C extends CollectionName>(seal: Seal, collection: C, document: Document<C>): Document<C> {
  const personal = PERSONAL[collection]
  const holder = personal && holderOf(document, personal)
  const text = holder?.[SEALED]
  if (!personal || !holder || typeof text !== 'string') return document
  const { rest } = split(holder, [SEALED])
  return withHolder(document, personal, { ...rest, ...JSON.parse(seal.open(text, about(collection, document.id))) as Fields })
}

/** Sealed fields are one text, so that they are written with their whole document only; anything else is a defect. */
function refuseSealed(collection: CollectionName, { set = {}, unset = [], push = {} }: Change): void {
  const personal = PERSONAL[collection]
  if (!personal) return
  const kept = personal.within === undefined ? [...personal.fields, SEALED] : [personal.within]
  const named = [...Object.keys(set), ...unset, ...Object.keys(push)].find(path => kept.some(field => path === field || path.startsWith(`${field}.`)))
  if (named !== undefined) throw new TypeError(`${collection}.${named} is sealed and changes with its whole document`)
}

/** A sealed text opens for its own document alone. */
function about(collection: CollectionName, id: string): string {
  return `${collection}:${id}`
}

function holderOf(document: object, { within }: Personal): Fields | undefined {
  const holder = within === undefined ? document : (document as Fields)[within]
  return typeof holder === 'object' && holder !== null ? holder as Fields : undefined
}

function withHolder<C extends CollectionName>(document: Document<C>, { within }: Personal, holder: Fields): Document<C> {
  return (within === undefined ? holder : { ...document, [within]: holder }) as unknown as Document<C>
}

function split(holder: Fields, names: readonly string[]): { rest: Fields; secret: Fields } {
  const of = (secret: boolean): Fields => Object.fromEntries(Object.entries(holder).filter(([name]) => names.includes(name) === secret))
  return { rest: of(false), secret: of(true) }
}

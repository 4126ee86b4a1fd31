/** Keeps text that nobody may read in the store: encrypted under the shop's own key, and recognised by a keyed hash. */
export interface Seal {
  /** Encrypts a text. What it is `about` is not secret and must be named again to open it, so that a sealed text cannot be passed off as another's. */
  seal: (text: string, about: string) => string
  /** Names the key that texts are sealed under now; it stands in each of them. */
  readonly keyId: string
  /** Opens a text sealed under this key or an earlier one the shop still has; throws on one that was tampered with, is about something else or was sealed under a key it has not. */
  open: (sealed: string, about: string) => string
  /** 32 hexadecimal digits that follow from the text and the shop's first key, so that they stay when the key is changed. */
  mac: (text: string) => string
}

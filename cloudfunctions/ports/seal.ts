/** Keeps text that nobody may read in the store: encrypted under the shop's own key, and recognised by a keyed hash. */
export interface Seal {
  /** Encrypts a text. What it is `about` is not secret and must be named again to open it, so that a sealed text cannot be passed off as another's. */
  seal: (text: string, about: string) => string
  /** Opens a sealed text; throws on one that was tampered with, is about something else or was sealed under another key. */
  open: (sealed: string, about: string) => string
  /** 32 hexadecimal digits that follow from the text and the key. */
  mac: (text: string) => string
}

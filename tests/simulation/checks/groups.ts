import type { Documents } from '../cloud/documents'

/** A group that needs every seat forms before its deadline or not at all (I6). */
export function groupsBroken(documents: Documents): string[] {
  return documents.all('groups')
    .filter(({ formedAt, deadlineAt, terms }) => formedAt !== undefined && terms.formAt === terms.size && formedAt >= deadlineAt)
    .map(({ id }) => `I6: ${id} formed after its deadline`)
}

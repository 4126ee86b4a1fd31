export function judge(ended: { readonly code: number | null; readonly out: string }): { readonly ok: boolean; readonly text: string }

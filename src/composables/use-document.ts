import { ref } from 'vue'
import { showToast } from '@/components/base/toast'
import { invoiceDeskCopy } from '@/copy/desk-rules'
import { invoiceCopy } from '@/copy/wallet'
import { openDocument, pickDocument } from '@/platform/document'
import { uploadDocument } from '@/platform/upload'

/** Shows the file of an invoice (X5); where it cannot be shown its address is on the clipboard, and that is said. */
export async function showInvoice(file: string): Promise<void> {
  const end = await openDocument(file)
  if (end !== 'opened') showToast(end === 'copied' ? invoiceCopy.openCopied : invoiceCopy.openFailed)
}

/** Takes a PDF into the cloud and answers under which name the server knows it; says why when it does not work. */
export function useDocumentUpload() {
  const uploading = ref(false)

  async function take(): Promise<string | null> {
    const picked = await pickDocument()
    if (!picked || uploading.value) return null
    uploading.value = true
    const answer = await uploadDocument(picked)
    uploading.value = false
    if (answer.kind === 'uploaded') return answer.path
    showToast(answer.kind === 'refused' ? invoiceDeskCopy.fileRefused : invoiceDeskCopy.fileFailed)
    return null
  }

  return { uploading, take }
}

import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { answerWith, asked, ok, phone } from './support/phone'
import { callHook } from './uni-app-hooks'
import ActionButton from '@/components/base/action-button.vue'
import { deskCopy } from '@/copy/desk'
import { invoiceDeskCopy } from '@/copy/desk-rules'
import { invoiceCopy } from '@/copy/wallet'
import AdminPage from '@/pages-admin/invoices/index.vue'
import MemberPage from '@/pages-member/invoices/index.vue'
import type { AdminInvoiceView } from '@/services/types'

const wanted: AdminInvoiceView = {
  invoiceId: 'order-1', orderId: 'order-1', state: 'requested', title: '王小雨', taxNo: null, email: 'yu@example.com', amountFen: 5990, requestedAt: 1, number: null, file: null, issuedAt: null, rejectedFor: null,
  buyer: { nickname: '小雨', avatar: '' },
}

async function openPage(component: typeof AdminPage | typeof MemberPage, invoice: AdminInvoiceView) {
  answerWith(call => ok(call.procedure === 'invoice.list' ? { items: [invoice], next: null } : invoice))
  const page = mount(component)
  callHook(page.vm, 'onShow')
  await flushPromises()
  const press = async (label: string) => {
    await page.findAllComponents(ActionButton).find(button => button.props('label') === label)!.trigger('click')
    await flushPromises()
  }
  return { page, press }
}

/** The merchant has one file at hand, and the cloud answers what it says. */
function hasFile(answer: { statusCode: number; data: string } | null) {
  phone.chooseFile.mockImplementation(({ success }: { success: (chosen: object) => void }) => success({ tempFilePaths: ['blob:invoice.pdf'] }))
  phone.uploadFile.mockImplementation(({ success, fail }: { success: (sent: object) => void; fail: () => void }) => answer ? success(answer) : fail())
}

describe('an invoice that is made out', () => {
  it('X5: takes its number and the PDF that was chosen', async () => {
    hasFile({ statusCode: 200, data: JSON.stringify({ path: '/storage/uploads/a/1.pdf' }) })
    const { page, press } = await openPage(AdminPage, wanted)
    await press(invoiceDeskCopy.issue)
    await page.find(`input[aria-label="${invoiceDeskCopy.number}"]`).trigger('input', { detail: { value: '24332000000012345678' } })
    await press(deskCopy.confirm)
    expect(page.text()).toContain(invoiceDeskCopy.fileInvalid)
    await press(invoiceDeskCopy.fileChoose)
    expect(phone.uploadFile).toHaveBeenCalledWith(expect.objectContaining({ filePath: 'blob:invoice.pdf' }))
    await press(deskCopy.confirm)
    expect(asked.find(call => call.procedure === 'invoice.issue')?.input).toEqual({ invoiceId: 'order-1', number: '24332000000012345678', file: '/storage/uploads/a/1.pdf' })
  })

  it.each([['refused', { statusCode: 400, data: '{}' }, invoiceDeskCopy.fileRefused], ['lost', null, invoiceDeskCopy.fileFailed]] as const)('X5: a file that is %s leaves the field as it was, and says so', async (_what, answer, text) => {
    hasFile(answer)
    const { press } = await openPage(AdminPage, wanted)
    await press(invoiceDeskCopy.issue)
    await press(invoiceDeskCopy.fileChoose)
    expect(phone.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: text }))
    await press(deskCopy.confirm)
    expect(asked.filter(call => call.procedure === 'invoice.issue')).toEqual([])
  })

  it('X5: its file is opened by the shopper with one press', async () => {
    const opened = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) { expect(this.getAttribute('href') ?? this.href).toContain('/storage/uploads/a/1.pdf') })
    const { press } = await openPage(MemberPage, { ...wanted, state: 'issued', number: '24332000000012345678', issuedAt: 2, file: '/storage/uploads/a/1.pdf' })
    await press(invoiceCopy.open)
    expect(opened).toHaveBeenCalledTimes(1)
    opened.mockRestore()
  })

  it('X5: there is nothing to open before there is a file', async () => {
    const { page } = await openPage(MemberPage, wanted)
    expect(page.text()).not.toContain(invoiceCopy.open)
  })
})

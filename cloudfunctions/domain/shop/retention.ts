/** How long personal data is kept, in days of 24 hours since it came in (S12). Numbers of money and goods stay. */
export interface Retention {
  /** Receiver, phone and address of finished orders. E-commerce law asks for records of trades for three years. */
  readonly orderDays: number
  /** To whom an invoice was made out. */
  readonly invoiceDays: number
  /** Openings of the mini-program. */
  readonly visitDays: number
  /** What people did for the shop, and looks at card codes. */
  readonly auditDays: number
}

export const RETENTION: Retention = { orderDays: 1095, invoiceDays: 3650, visitDays: 180, auditDays: 1095 }

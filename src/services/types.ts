/** The contract as the app sees it, types only: the schemas stay on the server. Nothing else in src imports from cloudfunctions. */
import type { AdminProcedures, CommonRefusal, InputIssue, InputOf, OutputOf, RefusalOf, ShopProcedures } from '../../cloudfunctions/contract'

export type {
  ActivityView,
  AddressView,
  AdminGroupView,
  AdminInvoiceView,
  AdminOrderView,
  AdminRefundView,
  AdminReturnView,
  AuditView,
  BalanceView,
  BannerView,
  CategoryView,
  CentreCouponView,
  CheckInView,
  ClosedReasonView,
  CommonRefusal,
  CouponChoiceView,
  CouponView,
  DeskGoodsView,
  DetailBlockView,
  FlashView,
  FreightTemplateView,
  GoodsCardView,
  GoodsDraftView,
  GoodsKindView,
  GoodsView,
  GroupAction,
  GroupCountsView,
  GroupRowView,
  GroupView,
  HomeView,
  InputIssue,
  InvoiceView,
  LevelView,
  MembershipView,
  MessageKey,
  MethodView,
  MeView,
  MyCouponView,
  NotAppliedView,
  NoteKey,
  OrderAction,
  OrderCardView,
  OrderLineView,
  OrderStateView,
  OrderView,
  Page,
  ParcelView,
  PayParamsView,
  PayView,
  PersonView,
  PointsView,
  PriceLineView,
  PrivacyView,
  QuoteView,
  RedeemedView,
  RefundReasonView,
  RefundView,
  Reply,
  ReturnPolicyView,
  ReturnView,
  RuleView,
  PriceStepView,
  RungView,
  ScopeView,
  SeatView,
  SentenceView,
  ShareView,
  SkuNameView,
  SkuView,
  SpecAxisView,
  StatementView,
  SupplierLineView,
  SupplierOrderView,
  SupplierView,
  TemplateView,
  TitleHintView,
  TopUpBonusView,
  TopUpView,
  VoucherView,
  WalletEntryView,
  WalletView,
  SettlementCard,
  SettlementView,
  TrialBalanceView,
  DifferenceCauseView,
  WorkItemView,
  WorkKindView,
  WorkWayView,
} from '../../cloudfunctions/contract'

export type ShopProcedure = keyof ShopProcedures
export type AdminProcedure = keyof AdminProcedures
export type ShopInput<Name extends ShopProcedure> = InputOf<ShopProcedures[Name]>
export type ShopOutput<Name extends ShopProcedure> = OutputOf<ShopProcedures[Name]>
export type ShopRefusal<Name extends ShopProcedure> = RefusalOf<ShopProcedures[Name]> | CommonRefusal
export type AdminInput<Name extends AdminProcedure> = InputOf<AdminProcedures[Name]>
export type AdminOutput<Name extends AdminProcedure> = OutputOf<AdminProcedures[Name]>
export type AdminRefusal<Name extends AdminProcedure> = RefusalOf<AdminProcedures[Name]> | CommonRefusal

/** Every refusal the contract can give; the text table is checked against it. */
export type AnyRefusal =
  | { [Name in ShopProcedure]: ShopRefusal<Name> }[ShopProcedure]
  | { [Name in AdminProcedure]: AdminRefusal<Name> }[AdminProcedure]

type QuoteInput = ShopInput<'cart.quote'>

/** What the shopper wants to buy: the goods, alone or in which group. */
export type Purchase = Pick<QuoteInput, 'kind' | 'lines' | 'groupId'>
/** How it is to be paid and carried, which the shopper chooses at the checkout. */
export type Terms = Pick<QuoteInput, 'couponIds' | 'points' | 'useBalance' | 'delivery'>
export type PhoneSystem = QuoteInput['platform']
/** Where goods would go, as far as freight depends on it. */
export type Region = NonNullable<QuoteInput['region']>
export type OrderTab = ShopInput<'order.list'>['tab']
export type AdminOrderTab = AdminInput<'order.list'>['tab']
export type ReturnWanted = Omit<ShopInput<'return.request'>, 'orderId'>
export type Resolution = AdminInput<'work.resolve'>['resolution']
export type RefundRetry = AdminInput<'refund.retry'>['to']

/**
 * Why a call has no value. `offline`: no answer came, so what was asked may or may not have happened. `refused` is a definite no.
 * `outdated`: the server does not know the procedure, the app is older than the server or the other way round.
 */
export type Problem<Refusal extends string = AnyRefusal> =
  | { readonly ok: false; readonly problem: 'refused'; readonly refusal: Refusal; readonly detail: unknown }
  | { readonly ok: false; readonly problem: 'offline' }
  | { readonly ok: false; readonly problem: 'bad_input'; readonly issues: readonly InputIssue[] }
  | { readonly ok: false; readonly problem: 'outdated' }
  | { readonly ok: false; readonly problem: 'internal'; readonly requestId: string }

export type CallResult<Value, Refusal extends string = AnyRefusal> = { readonly ok: true; readonly value: Value } | Problem<Refusal>

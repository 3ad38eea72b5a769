/** Services that the system performs itself, as `sanzhi:<name>` in a service task's `implementation`. */
export const builtInServices = ['record-receipt-day', 'issue-receipt', 'deem-accepted', 'scope'] as const;
export type BuiltInService = (typeof builtInServices)[number];

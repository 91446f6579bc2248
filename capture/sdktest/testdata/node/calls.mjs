// One message of each type, sent in one batch.
export async function calls(analytics) {
  const problems = []
  analytics.on('error', (problem) => problems.push(problem))
  analytics.identify({ userId: 'u_42', traits: { plan: 'pro' } })
  analytics.track({ userId: 'u_42', event: 'Order Completed', properties: { revenue: 59.9, coupon: '<5 & more>' } })
  analytics.page({ userId: 'u_42', name: 'Cart', properties: { items: 3 } })
  analytics.screen({ anonymousId: 'a_7', name: 'Home' })
  analytics.group({ userId: 'u_42', groupId: 'g_1', traits: { name: 'Acme' } })
  analytics.alias({ userId: 'u_43', previousId: 'u_42' })
  await analytics.closeAndFlush()
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
}

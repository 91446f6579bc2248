// As Typewriter makes it: the names stand in the functions that it has made.
import type { AnalyticsSnippet, Options } from '@segment/analytics-next';

let analytics = (): AnalyticsSnippet | undefined => {
  return window.analytics;
};

/** Fires an 'Order Completed' track call: analytics.track('Order Completed') */
export function orderCompleted(props: OrderCompleted, options?: Options): void {
  validateAgainstSchema(props, schema);
  const a = analytics();
  if (a) {
    a.track('Order Completed', props || {}, { ...options, context }); // want "Order Completed" open
  }
}

const clientAPI = {
  setTypewriterOptions,
  orderCompleted,
};

export default new Proxy<typeof clientAPI>(clientAPI, {
  get(target, method) {
    return (...args: any[]) => {
      analytics()?.track('Unknown Analytics Call Fired', { method }); // want "Unknown Analytics Call Fired" method=?
    };
  },
});

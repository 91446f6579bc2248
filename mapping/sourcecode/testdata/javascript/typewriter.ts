// An app with clients that Typewriter has made of a plan.
import typewriter from './analytics';
import { orderCompleted as completed, setTypewriterOptions, OrderCompleted } from '../generated/typewriter';
import * as generated from './typewriter/segment';

setTypewriterOptions({ analytics: window.analytics });
typewriter.setTypewriterOptions({ analytics: window.analytics });

export function buy(order: OrderCompleted): void {
  typewriter.orderCompleted({ orderID: order.id, total: 39.99 }); // unread
  completed(order); // unread
  generated.cartViewed(); // unread
  order.completed(1);
  window.analytics.track('Beside Typewriter'); // want "Beside Typewriter"
}

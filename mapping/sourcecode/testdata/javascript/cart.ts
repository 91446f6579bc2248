// TypeScript without tags: type assertions and generics are no tags.
import Analytics from '@segment/analytics-node';
import { segmentEvents } from './events';

export class Cart {
  static readonly ADDED: string = 'Product Added';
  private readonly names = { removed: 'Product Removed' };

  constructor(private readonly segment: Analytics, private readonly audio: Player) {}

  add(item: Item, options: { event?: string } = {}): void {
    const revenue = <number>item.price;
    if (revenue < 10 && item.size > 3) {
      this.segment.track({ userId: item.user, event: Cart.ADDED, properties: { revenue, sum: a * b, 'list-price': +item.list } }); // want "Product Added" revenue=? sum=number list-price=number key=given closed
    }
    this.segment.track({ userId: item.user, event: this.names.removed }); // want "Product Removed"
    this.segment.track({ userId: item.user, event: segmentEvents.VIEWED }); // unread
    this.segment.track({ userId: item.user, event: options.event ?? 'Defaulted' }); // want "Defaulted" ; unread
    this.audio.track('Song');
  }
}

// As Typewriter writes it for Node.
import { Analytics, TrackParams } from '@segment/analytics-node'

let analytics: () => Analytics | undefined = () => {
	throw new Error('no analytics')
}

export function setTypewriterOptions(options: { analytics: Analytics }) {
	analytics = options.analytics ? () => options.analytics : analytics
}

function withTypewriterContext<P extends Record<string, any>, T extends TrackMessage<P>>(
	message: T
) {
	return {
		...message,
		context: {
			...(message.context || {}),
			typewriter: { language: 'typescript', version: '9.2.0' },
		},
	}
}

export function orderShipped(message: TrackMessage<OrderShipped>, callback?: Callback): void {
  const event = withTypewriterContext({
    ...message,
    event: 'Order Shipped',
    properties: {
      ...message.properties,
    },
  });
	const a = analytics()
	if (a) {
		a.track(event,callback); // want "Order Shipped" key=unknown open
	} else {
		throw new Error('no analytics')
	}
}

export function cartEmptied(message: TrackMessage<CartEmptied>, callback?: Callback): void {
  const event = withTypewriterContext({
    ...message,
    event: 'Cart Emptied',
  });
	const a = analytics()
	if (a) {
		a.track(event,callback); // want "Cart Emptied" key=unknown open
	}
}

export function sent(event: string) {
	const a = analytics()
	a?.track(withTypewriterContext(event)); // unread
	a?.track(withOtherContext({ event: 'Made by Another' })); // unread
}

import React, { useRef } from 'react';
import { createClient, useAnalytics, AnalyticsProvider } from '@segment/analytics-react-native';
import { AnalyticsBrowser } from '@segment/analytics-next';
import * as amplitude from '@amplitude/analytics-browser';
import { analytics as firebase } from 'firebase/analytics';
import type { Analytics } from '@segment/analytics-next';

enum Events {
  Opened = 'App Opened',
  Tapped = "Button Tapped",
}
export const Names = { Rated: 'Item Rated' } as const;
const client = createClient({ writeKey: 'KEY', trackAppLifecycleEvents: true });
export const browser = AnalyticsBrowser.load({ writeKey: 'KEY' });
const identity = <T,>(x: T) => x;
const generic = <T extends object>(x: T): T => { return x; };

export function Screen({ price, a, b }: { price: number; a: number; b: number }) {
  const { track, screen } = useAnalytics();
  const { track: send } = useAnalytics();
  const analytics = useRef<Analytics>(null);
  const smaller = a <b && b > a;
  const onRate = async (rating: number): Promise<void> => {
    await track(Names.Rated, { rating, price: price as number, label: `${rating} stars` } as Props); // want "Item Rated" rating=? price=? label=string closed
  };
  return (
    <AnalyticsProvider client={client}>
      <p title="it's analytics.track('In an attribute')">Don't call analytics.track("In a text of JSX")</p>
      <button onClick={() => track(Events.Tapped, { id: 1 })}>Don't</button> {/* want "Button Tapped" id=number:1 key=unknown closed */}
      <button onClick={() => client.track('Client Tapped')} disabled /> {/* want "Client Tapped" */}
      <>
        {a > 0 && <span onClick={() => { send('Renamed'); }}>it's {b} / {a}</span>} {/* want "Renamed" */}
      </>
      <Input<string> onChange={(e) => analytics.current?.track(e.target.value)} /> {/* unread */}
      {/* track('In a comment of JSX') */}
      <Input // it's no </Input>, nor a ` of a template
        onChange={() => track('Behind a Comment')} // want "Behind a Comment"
      />
    </AnalyticsProvider>
  );
}

client.track(Events.Opened as string); // want "App Opened"
browser.track<Props>('Typed', {} satisfies Props); // want "Typed" closed
(window as any).analytics.track('Cast'); // want "Cast"
window.analytics?.track?.('Optional')!; // want "Optional"
window!.analytics!.track('Not Null'); // want "Not Null"
browser.then(([analytics]) => analytics.track('Loaded')); // want "Loaded"
export const trackOpen = (plan: Analytics) => plan.track('By Type'); // want "By Type"

const paths = [ // like /one/ regular expression, with a `
  analytics.track('Behind Slashes'), // want "Behind Slashes"
];
amplitude.track('Amplitude');
firebase.track('Firebase');
function track2(event: string) { other.track(event); }

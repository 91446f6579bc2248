analytics.track!('Surely There'); // want "Surely There"
analytics!.track('Client Surely There'); // want "Client Surely There"

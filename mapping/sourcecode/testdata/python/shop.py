"""A shop. Not a call: analytics.track('u', 'In a docstring')."""
import os
from datetime import datetime
from enum import Enum

import segment.analytics as analytics
from segment.analytics import Client
from mixpanel import Mixpanel

analytics.write_key = os.environ['KEY']  # analytics.track('u', 'In a comment')
mp = Mixpanel('token')
client = Client('KEY', host='https://example.com')

PREFIX = 'Cart'
ORDER_COMPLETED: str = "Order Completed"
EVENTS = {'added': 'Product Added', "removed": 'Product Removed'}
KEY = 'color'
HELP = 'analytics.track("u", "In a text")'
MORE = '''
analytics.track('u', 'In a long text')
it's'''


class Event(str, Enum):
    VIEWED = 'Product Viewed'
    SHARED = r'Product\Shared'


class Names:
    class Cart:
        EMPTIED = 'Cart Emptied'


def order(request, user_id, event):
    analytics.track(user_id, ORDER_COMPLETED, {  # want "Order Completed" revenue=number:17.90 total=number label=string color=string:"blue" size=integer gift=boolean:false key=given closed
        'revenue': 17.90,
        'total': float(request.total),
        'label': f'{user_id} of {event}',
        KEY: 'blue',
        'size': len(request.items),
        'gift': False,
    }, timestamp=datetime.now())
    analytics.track(user_id=user_id, event='Song Played', properties=dict(plays=3, by='x'), integrations={'all': False})  # want "Song Played" plays=number:3 by=string:"x" key=given closed
    analytics.track(anonymous_id='a', event=EVENTS['added'])  # want "Product Added" key=given closed
    analytics.track(event=Event.VIEWED.value, properties={**request.data, 'a': None})  # want "Product Viewed" a=null:null key=missing open
    analytics.track(None, Event.SHARED, None)  # want "Product\Shared" key=missing closed
    client.track(user_id, Names.Cart.EMPTIED, props)  # want "Cart Emptied" key=given open
    client.track(user_id, PREFIX + ' Shared')  # want "Cart Shared"
    client.track(user_id, 'Long '  # want "Long Name"
                          'Name')
    self.client.track(user_id, 'First' if new else 'Again')  # want "First" ; want "Again"
    analytics.default_client.track(user_id, 'Default Client')  # want "Default Client"
    analytics.track(user_id, event)  # unread
    analytics.track(user_id, f'Viewed {event}')  # unread
    analytics.track(user_id, 'Viewed %s' % event, {'note': '%d' % 3})  # unread
    analytics.track(user_id, 'Viewed {}'.format(event))  # unread
    analytics.track(**kwargs)  # unread
    analytics.track(*args)  # unread
    if request.ok:
        name = 'Order Paid'
    else:
        name = "Order Unpaid"
    analytics.track(user_id, name)  # want "Order Paid" ; want "Order Unpaid"
    for item in request.names:
        analytics.track(user_id, item)  # unread
    data = {'a': 1}
    data['b'] = 2
    analytics.track(user_id, 'Filled Later', data)  # want "Filled Later" a=number:1 open

    analytics.identify(user_id, {'track': 1})
    mp.track(user_id, 'Mixpanel')
    playlist.track(user_id, 'Song')


def event_name(event='Default'):
    analytics.track('u', event)  # unread


def other():
    event = 'Own Local'
    analytics.track('u', event)  # want "Own Local" key=given

"""Clients by all their names, and what has the name of one."""
from segment.analytics import track, track as send
from segment import analytics
from analytics import Client as CC
import segment.analytics as sa

cc = CC('x')
cc.track(user_id='1', event='Renamed Class')  # want "Renamed Class" key=given
CC('KEY').track('u', 'At Once')  # want "At Once"
track('u', 'By Itself')  # want "By Itself" key=given
send('u', 'By Another Name')  # want "By Another Name"
sa.Client('k').track('u', 'Made At Once')  # want "Made At Once"


class Shop:
    def __init__(self):
        self.client = analytics.Client('k')
        self.mine: CC = make()

    def order(self):
        self.client.track('u', 'Other Method')  # want "Other Method"
        self.mine.track('u', 'By Its Type')  # want "By Its Type"
        self.tracker.track('u', 'None')

    def track(self, user):
        track(user, 'Within A Method')  # want "Within A Method"


def shadowed():
    analytics = other()
    analytics.track('u', 'Of something else')


def again():
    analytics = sa.Client('k')
    analytics.track('u', 'A Client Again')  # want "A Client Again"


def own():
    def track(user, name):
        return name
    track('u', 'A function of this one')
    analytics.track('u', '\N{BULLET}')  # unread
    analytics.track('u', 'A \101 \U0001F600 \d')  # want "A A 😀 \d"

import analytics
from analytics.client import Client as Segment

analytics.write_key = 'KEY'
segment_client = Segment(write_key='KEY')


def signed_up(user):
    analytics.track(user.id, 'Signed Up', {'plan': user.plan})  # want "Signed Up" plan=? key=given closed
    segment_client.track(user.id, "Signed In")  # want "Signed In"

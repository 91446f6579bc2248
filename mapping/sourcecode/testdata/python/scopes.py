"""Names that mean something else in a block than around it."""
import segment.analytics as analytics

N = 'Outer'


def loops(names):
    analytics.track('u', N)  # unread
    for key, N in names.items():
        analytics.track('u', N)  # unread


def comprehended(names):
    [analytics.track('u', N) for N in names]  # unread
    {k: [analytics.track('u', N) for (k, N) in names] for k in 'ab'}  # unread
    analytics.track('u', N)  # want "Outer"


def caught():
    try:
        run()
    except Error as N:
        analytics.track('u', N)  # unread

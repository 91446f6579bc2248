package listing

import (
	"errors"

	"segtap/capture/journal"
)

// miss notes a mark on an entry that has been let go, or its end.
func (l *Lister) miss(id uint64, on bool) {
	if l.missed == nil {
		l.missed = make(map[uint64]bool)
	}
	if on {
		l.missed[id] = true
	} else {
		delete(l.missed, id)
	}
}

// Recall lists the entries that are to stay for their mark and had gone before it
// was read. It reads the file again for them, if there are any.
func (l *Lister) Recall() error {
	if len(l.missed) == 0 {
		return nil
	}
	_, err := l.of.Records.Scan(0, func(head *journal.Head) error {
		switch {
		case l.of.Ended():
			return ErrEnded
		case head.Kind == journal.Attempt && l.missed[head.Entry]:
			if attempt, err := ReadAttempt(l.of.Records, head.Place); err == nil {
				l.Index.ListAttempt(head.Entry, &attempt, head.Place)
			}
		case head.Kind == journal.Request || head.Kind == journal.Entry:
			return l.recallFrom(head)
		}
		return nil
	})
	return err
}

// recallFrom lists what has been missed of a record.
func (l *Lister) recallFrom(head *journal.Head) error {
	wanted := false
	for id := range l.missed {
		wanted = wanted || id >= head.ID && id < head.ID+uint64(head.N)
	}
	if !wanted {
		return nil
	}
	drafts, err := l.draftsOf(head, l.drafts)
	if errors.Is(err, journal.ErrDamaged) {
		return nil // it was counted when it was read for the first time
	}
	for i := range drafts {
		if l.missed[drafts[i].ID()] {
			l.Index.PutAside(&drafts[i], head.Place)
		}
	}
	return err
}

package journaltest

import (
	"reflect"
	"slices"
	"testing"

	"segtap/capture/journal"
)

// severalWriters holds that those who write one journal at the same time give ids that are
// consecutive, and all see the same.
func severalWriters(t *testing.T, of Maker) {
	if of.Beside == nil {
		t.Skip("there is only one writer")
	}
	one := of.New(t)
	two := of.Beside(t, one)
	if one.Run() != two.Run() {
		t.Errorf("one says that it is run %s, the other %s", one.Run(), two.Run())
	}
	announced := writing(t, 25, one, two)
	Until(t, "both have all", func() bool { return len(all(t, one)) >= 400 && len(all(t, two)) >= 400 })
	recs := all(t, one)
	if consecutive(t, recs); len(recs) != 400 || !reflect.DeepEqual(recs, all(t, two)) {
		t.Fatalf("%d records of 400, and the other has %d", len(recs), len(all(t, two)))
	}
	for i, ids := range announced {
		if len(ids) != 200 || !slices.IsSorted(ids) {
			t.Errorf("writer %d announced %d of 200, in order: %v", i, len(ids), slices.IsSorted(ids))
		}
	}
}

// othersFirst holds that when a record is announced, all that others have written before it
// can be scanned, and that what others have added is signalled.
func othersFirst(t *testing.T, of Maker) {
	if of.Beside == nil {
		t.Skip("nobody else writes")
	}
	one := of.New(t)
	two := of.Beside(t, one)
	listed := int64(0)
	var ids []uint64
	list := func() {
		scanned, err := two.Scan(listed, func(h *journal.Head) error { ids = append(ids, h.ID); return nil })
		if err != nil {
			t.Error(err)
		}
		listed = scanned.Next
	}
	for range 20 {
		add(t, one, Request(1, "of the other"), Request(1, "of the other"))
		if _, err := two.Append(Request(1, "own"), func(id uint64, place journal.Place) {
			if list(); two.Size() > place.Offset || listed > place.Offset {
				t.Errorf("the journal ends at %d before what stands at %d is announced; %d listed", two.Size(), place.Offset, listed)
			}
			ids, listed = append(ids, id), place.End()
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i, id := range ids {
		if id != uint64(i)+1 {
			t.Fatalf("listed %v", ids)
		}
	}
	if len(ids) != 60 {
		t.Fatalf("%d are listed of 60", len(ids))
	}
	for len(two.Changed()) > 0 {
		<-two.Changed()
	}
	add(t, one, Request(1, "later"))
	Until(t, "it is signalled", func() bool {
		select {
		case <-two.Changed():
			list()
		default:
		}
		return len(ids) == 61
	})
}

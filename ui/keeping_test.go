package ui_test

import (
	"errors"
	"testing"

	"segtap/ui"
	"segtap/ui/preferences"
)

// A choice is kept a moment later, many at once; the last at the end of the program, and
// an earlier one never after it.
func TestWhatIsChosenIsKept(t *testing.T) {
	var kept []int
	d := newDesk(t, 120, 30, func(o *ui.Options) {
		o.Preferences.Split = 30
		o.Keep = func(p preferences.Preferences) error {
			kept = append(kept, p.Split)
			return nil
		}
	})
	const timer = "Tick"
	d.post("track", goodOrder)
	if d.Release(timer); len(kept) != 0 {
		t.Fatalf("kept %v, and nothing was chosen", kept)
	}
	d.Press("]", "]")
	if d.Release(timer); len(kept) != 1 || kept[0] != 38 {
		t.Fatalf("kept %v, not 38 once", kept)
	}
	d.Press("]", "]")
	if err := d.Model().(*ui.Model).Close(); err != nil || kept[len(kept)-1] != 46 {
		t.Fatalf("kept %v at the end (%v)", kept, err)
	}
	if d.Release(timer); kept[len(kept)-1] != 46 {
		t.Errorf("kept %v: something was kept after the end", kept)
	}
}

func TestItIsSaidThatNothingIsKept(t *testing.T) {
	d := newDesk(t, 120, 30, func(o *ui.Options) {
		o.Keep = func(preferences.Preferences) error { return errors.New("the disk is full") }
	})
	d.Press("]")
	d.Release("Tick")
	d.sees("not remembered: the disk is full")
}

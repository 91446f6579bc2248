package guest

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"segtap/capture/store"
	"segtap/ui/keymap"
	"segtap/ui/widget/sanitize"
)

// Every key of the table: who looks reaches its own screen, who writes what all share too, and nobody the machine.
func TestWhatGuestsReach(t *testing.T) {
	looks, writes := &Guest{Refused: "your key may only look"}, &Guest{Writes: true}
	var atMachine *Guest
	for _, b := range keymap.Table() {
		if reason := atMachine.Off(&b); reason != "" {
			t.Errorf("%s cannot be done at the machine itself: %s", b.ID, reason)
		}
		own, shared := b.Reach() == keymap.OwnScreen, b.Reach() == keymap.SharedState
		if may := looks.Off(&b) == ""; may != own {
			t.Errorf("%s by who looks: %v", b.ID, may)
		}
		if may := writes.Off(&b) == ""; may != (own || shared) {
			t.Errorf("%s by who writes: %v", b.ID, may)
		}
		if b.Reach() == keymap.ThisMachine && (elsewhere[b.ID] == "" || sanitize.Width(elsewhere[b.ID]) > 70) {
			t.Errorf("%s does not say shortly why it cannot be done: %q", b.ID, elsewhere[b.ID])
		}
		if b.Group == keymap.GroupChange && looks.Off(&b) == "" {
			t.Errorf("%s changes something, and who looks may do it", b.ID)
		}
	}
	for id := range elsewhere {
		if !slices.ContainsFunc(keymap.Table(), func(b keymap.Binding) bool { return b.ID == id }) {
			t.Errorf("there is a reason for %s, which is no key", id)
		}
	}
	unknown := keymap.Binding{ID: "format-disk"}
	if looks.Off(&unknown) == "" || writes.Off(&unknown) == "" {
		t.Error("a key that says nothing of what it reaches can be done from elsewhere")
	}
}

func TestWhatIsTold(t *testing.T) {
	var told []string
	g := &Guest{Writes: true, Told: func(act string, _ ...any) { told = append(told, act) }}
	for _, b := range keymap.Table() {
		g.Pressed(&b)
	}
	for _, act := range []string{"edit", "faults", "replay", "replay", "paste", "mark", "unmark-all", "clear", "unclear", "write-key"} { // by dialogs and screens
		g.Did(act)
	}
	for _, b := range keymap.Table() {
		if b.Reach() != keymap.SharedState || b.ID == "fix" || b.ID == "replay-several" { // which are told as edit and replay
			continue
		}
		if !slices.Contains(told, b.ID) {
			t.Errorf("nobody is told of %s", b.ID)
		}
	}
}

// An entry is edited by one guest at a time, who has one at a time.
func TestWhoHasTheDraftOfAnEntry(t *testing.T) {
	var all Editors
	var atMachine *Guest
	one, two := &Guest{Editors: &all}, &Guest{Editors: &all}
	for i, took := range []bool{
		one.Edits(1), one.Edits(1), !two.Edits(1), two.Edits(2), one.Edits(3), two.Edits(1), !one.Edits(1), atMachine.Edits(1), (&Guest{}).Edits(1),
	} {
		if !took {
			t.Errorf("step %d", i)
		}
	}
	two.EditsNoMore()
	two.EditsNoMore()
	if atMachine.EditsNoMore(); !one.Edits(1) {
		t.Error("nobody has it, and it cannot be had")
	}
}

// A guest is told what goes wrong, and not at which file or server; who is at the machine is told all.
func TestWhatGuestsAreToldOfFailures(t *testing.T) {
	var atMachine *Guest
	failed := &fs.PathError{Op: "read", Path: "/hidden/captured.ndjson", Err: errors.New("input/output error")}
	ready := error(nil)
	g := &Guest{Ready: func() error { return ready }}
	for _, state := range []error{nil, errors.New("the stream cannot be reached")} {
		ready = state
		for _, told := range []string{g.Failing(failed.Error()), g.Why(failed)} {
			if told == "" || strings.Contains(told, "hidden") || state != nil && told != state.Error() {
				t.Errorf("told %q", told)
			}
		}
	}
	if got := g.Failing(""); got != "" {
		t.Errorf("nothing goes wrong, and it is told %q", got)
	}
	if gone := fmt.Errorf("%w: #7", store.ErrNoEntry); g.Why(gone) != gone.Error() {
		t.Error(g.Why(gone))
	}
	if atMachine.Why(failed) != failed.Error() || atMachine.Failing("x") != "x" {
		t.Error("who is at the machine is not told all")
	}
}

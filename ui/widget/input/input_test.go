package input

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Deleting a word forward is switched off: it does nothing, here to a text of which it
// would leave the first word.
func TestNoWordIsDeletedForward(t *testing.T) {
	in := New("> ")
	in.Focus()
	in.SetValue("one two three")
	in.SetCursor(4)
	in, _ = in.Update(tea.KeyPressMsg{Code: 'd', Mod: tea.ModAlt})
	if in.Value() != "one two three" {
		t.Errorf("the line is %q", in.Value())
	}
}

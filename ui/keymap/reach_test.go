package keymap

import "testing"

// Whoever adds a key says what it reaches: a screen over SSH goes by it.
func TestEveryKeySaysWhatItReaches(t *testing.T) {
	for _, b := range Table() {
		switch reach := b.Reach(); {
		case reach == Unsaid:
			t.Errorf("reach.go does not say what %s reaches", b.ID)
		case reach == OwnScreen && b.Group == GroupChange:
			t.Errorf("%s changes something, and is said to reach nothing but its screen", b.ID)
		}
	}
}

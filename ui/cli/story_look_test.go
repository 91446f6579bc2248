package cli

import (
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// painted NAME COLOUR…: waits until a screen has all of these colours; negated, none of
// them.
func painted(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: [!] painted NAME #rrggbb…")
	}
	ts.Check(castOf(ts).screens[args[0]].WaitForPicture(func(picture string) bool {
		return slices.IndexFunc(args[1:], func(colour string) bool { return strings.Contains(picture, colour) == neg }) < 0
	}, patience))
}

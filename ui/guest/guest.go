package guest

import (
	"context"
	"errors"

	"segtap/capture/store"
	"segtap/ui/keymap"
)

// Guest is somebody elsewhere who looks at a screen.
type Guest struct {
	// Context ends when the guest has gone: what was begun for it alone ends then.
	Context context.Context
	// Changed signals the changes of the store to this screen alone.
	Changed <-chan struct{}
	// Turn waits until it is this screen's turn to look at what has come, where there are many; nil where there are not.
	Turn func(context.Context)
	// Endpoint is the base URL of the capture endpoint as the guest's machine reaches it; empty where it does not.
	Endpoint string
	// Writes says that the guest may change what all screens share; Refused, why not.
	Writes  bool
	Refused string
	// Ready says why what comes cannot be kept, and nothing of where that is; nil when it can.
	Ready func() error
	// Told is told what the guest has changed or has had shown of secrets, in pairs of names and values as log/slog takes them.
	Told func(act string, args ...any)
	// Editors are the guests that edit something; nil where there are no others.
	Editors *Editors

	edits uint64 // the entry whose draft it has; 0 for none
}

// elsewhere are the reasons of the keys that reach the machine that segtap runs on.
var elsewhere = map[string]string{
	"editor":      "no editor over SSH: the file would be on the other machine",
	"place":       "the file is on the machine that segtap runs on, not here",
	"reload":      "who has started segtap reads them again, by starting it again",
	"destination": "it is one for all screens: segtap is started with --destination",
	"suspend":     "there is no shell behind this screen: quit ends the session",
}

// Off says why a key can do nothing here, whatever is shown; empty when it can.
func (g *Guest) Off(b *keymap.Binding) string {
	if g == nil {
		return ""
	}
	switch b.Reach() {
	case keymap.OwnScreen:
		return ""
	case keymap.SharedState:
		return g.Unwriting()
	case keymap.ThisMachine, keymap.Unsaid:
	}
	if reason := elsewhere[b.ID]; reason != "" {
		return reason
	}
	return "not from another machine"
}

// Unwriting says why the guest may change nothing that all screens share; empty when it may.
func (g *Guest) Unwriting() string {
	if g == nil || g.Writes {
		return ""
	}
	return g.Refused
}

// NoURLs says why the guest may send to no URL that is typed: the request would go out from a machine that sees what the
// guest's does not. Empty when it may.
func (g *Guest) NoURLs() string {
	if g == nil {
		return ""
	}
	return "only from the machine that segtap runs on: name a target in its configuration"
}

// Reaches returns the base URL of the capture endpoint as who looks reaches it, and whether it does: else it is as the
// machine itself does.
func (g *Guest) Reaches(own string) (address string, reached bool) {
	switch {
	case g == nil:
		return own, true
	case g.Endpoint == "":
		return own, false
	}
	return g.Endpoint, true
}

// Failing is what is told of what goes wrong with what is captured: an error names files and servers, which a guest is not
// shown.
func (g *Guest) Failing(what string) string {
	if g == nil || what == "" {
		return what
	}
	if g.Ready != nil {
		if err := g.Ready(); err != nil {
			return err.Error()
		}
	}
	return "what is captured cannot be kept, or not all of it be read: who runs segtap sees why"
}

// Why is what is told of an error of reading an entry.
func (g *Guest) Why(err error) string {
	if errors.Is(err, store.ErrNoEntry) {
		return err.Error()
	}
	return g.Failing(err.Error())
}

// Changes returns what signals the changes of a store, and what is closed when nobody looks any more.
func (g *Guest) Changes(of *store.Store) (changed, gone <-chan struct{}) {
	if g == nil {
		return of.Changed(), nil
	}
	return g.Changed, g.Context.Done()
}

// AwaitTurn waits until it is this screen's turn to look at what has come.
func (g *Guest) AwaitTurn() {
	if g != nil && g.Turn != nil {
		g.Turn(g.Context)
	}
}

// Until returns a context that ends when nobody looks any more.
func (g *Guest) Until() context.Context {
	if g == nil {
		return context.Background()
	}
	return g.Context
}

// Pressed tells of a key that does something at once. What the others begin is told when it is done.
func (g *Guest) Pressed(b *keymap.Binding) {
	if b.ID == "sample" {
		g.Did(b.ID)
	}
}

// Did tells what has been changed, or which secrets are shown.
func (g *Guest) Did(act string, args ...any) {
	if g != nil && g.Told != nil {
		g.Told(act, args...)
	}
}

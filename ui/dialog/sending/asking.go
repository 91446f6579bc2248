package sending

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/widget/input"
)

// asking asks for what has to be agreed to before anything goes out.
type asking struct {
	consent replay.Consent
	dryRun  bool            // there is nothing to agree to: nothing goes out
	input   textinput.Model // of what is typed to agree
}

// reply is what a key says to it.
type reply uint8

const (
	noReply reply = iota
	agreed
	refused
)

// newAsking returns what asks for nothing yet.
func newAsking() asking { return asking{input: input.New("")} }

// begin asks for the consent to a target.
func (a *asking) begin(target *replay.Target, consent replay.Consent) {
	a.consent, a.dryRun = consent, target.DryRun
	a.input.Reset()
	if a.types() {
		a.input.Prompt, a.input.Placeholder = "type "+consent.TypeToConfirm+"  ", ""
		a.input.Focus()
	}
}

// types says whether a text has to be typed.
func (a *asking) types() bool { return a.consent.TypeToConfirm != "" }

// key takes a key. A dry run is not agreed to.
func (a *asking) key(press tea.KeyPressMsg) (reply, tea.Cmd) {
	enter := keys.Enter.Is(press)
	switch {
	case a.dryRun:
		if enter {
			return refused, nil
		}
	case a.types() && enter && a.input.Value() == a.consent.TypeToConfirm:
		return agreed, nil
	case a.types():
		var cmd tea.Cmd
		a.input, cmd = a.input.Update(press)
		return noReply, cmd
	case a.consent.Needed && replayKeys.yes.Is(press), !a.consent.Needed && enter:
		return agreed, nil
	case replayKeys.no.Is(press):
		return refused, nil
	}
	return noReply, nil
}

// status says that something left to agree to is asked for.
func (a *asking) status() dialog.Status {
	if a.dryRun || !a.consent.Needed && !a.types() {
		return dialog.Quiet
	}
	return dialog.Asking
}

// hints are what the footer shows; send is what agreeing does.
func (a *asking) hints(send string) []keymap.Hint {
	back, scroll := keys.Esc.As("back"), keys.Up.Binding
	switch {
	case a.dryRun:
		return keymap.Hints(keys.Enter.As("close"), scroll, back)
	case a.types():
		return keymap.Hints(keys.Enter.As(send), back, scroll)
	case a.consent.Needed:
		return keymap.Hints(replayKeys.yes.As(send), replayKeys.no.Binding, scroll, back)
	}
	return keymap.Hints(keys.Enter.As(send), scroll, back)
}

package ui_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/ingest"
	"segtap/ui"
	"segtap/ui/guest"
	"segtap/ui/keymap"
)

// asGuest opens the screen for somebody elsewhere. What is told of them stands in told.
func asGuest(t *testing.T, writes bool, told *[]string) *desk {
	t.Helper()
	return walked(t, 120, 36, func(o *ui.Options) {
		o.Faults = ingest.NewFaults(func() float64 { return 1 })
		o.Guest = &guest.Guest{
			Context: context.Background(), Changed: o.Store.Changed(), Writes: writes, Refused: "your key may only look",
			Told: func(act string, _ ...any) { *told = append(*told, act) },
		}
	})
}

// What is refused to whoever may only look is not offered either, where nothing has come yet.
func TestWhoMayOnlyLookIsOfferedNothingElse(t *testing.T) {
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Address = "http://127.0.0.1:8914"
		o.Guest = &guest.Guest{Context: context.Background(), Changed: o.Store.Changed(), Refused: "your key may only look"}
	})
	d.sees("0.0.0.0:8914.")
	d.sees("(t sample)")
	d.lacks("send a sample event")
	d.lacks("Or paste messages here")
	d.Press("3")
	d.sees("Each attempt to send an entry again is listed here, with the request and the answer; your key may only look.")
	d.Press("2")
	d.sees("Only whoever runs segtap can give them.")
	d.lacks("ctrl+r")
	d.Press("1")
	d.post("track", goodOrder)
	d.Press("2")
	d.sees("give the metrics page with --metrics")
	d.lacks("ctrl+r")
}

// Whoever may only look changes nothing that others see, whatever keys they press, and leaves the machine alone.
func TestWhoMayOnlyLookChangesNothing(t *testing.T) {
	var keys []string
	for _, b := range keymap.Table() {
		if b.ID != "quit" {
			keys = append(keys, b.Keys()...)
		}
	}
	for _, s := range ui.Sections() {
		for _, k := range s.Keys {
			keys = append(keys, k.Keys()...)
		}
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "ctrl+c" || k == "q" })
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			var told []string
			d := asGuest(t, false, &told)
			d.postAs(headerKey, goodOrder)
			before := d.store.Counts()
			chance := rand.New(rand.NewPCG(seed, 0))
			for range 400 {
				key := keys[chance.IntN(len(keys))]
				d.Press(key)
				if chance.IntN(8) == 0 {
					d.Send(tea.PasteMsg{Content: goodOrder})
				}
				if strings.Contains(d.Text()+d.Clipboard(), headerKey[:10]) {
					t.Fatalf("after %s the write key is shown:\n%s\n%s", key, d.Text(), d.Clipboard())
				}
				if len(told) > 0 || d.store.Counts() != before {
					t.Fatalf("after %s something has changed: %v\n%s", key, told, d.Text())
				}
				if d.Quit() {
					break // by the palette
				}
				if chance.IntN(3) == 0 {
					d.Press("esc")
				}
			}
			for _, asked := range d.Requests() { // such as to run an editor, or to stop the program
				if !slices.Contains([]string{"backgroundColorMsg", "setClipboardMsg"}, asked) {
					t.Errorf("it asks for %s", asked)
				}
			}
		})
	}
}

// headerKey is the write key of a request, in its header alone.
const headerKey = "hidden-wk-of-a-header-7Qz9"

// postAs sends a message with a write key.
func (d *desk) postAs(key, body string) {
	d.t.Helper()
	req, err := http.NewRequest(http.MethodPost, d.url+"/v1/track", strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.SetBasicAuth(key, "")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = res.Body.Close()
	d.arrive()
}

// Who may only look is neither offered write keys, nor finds them letter by letter; who writes does.
func TestWhoMayOnlyLookAsksForNoWriteKeys(t *testing.T) {
	for _, writes := range []bool{false, true} {
		var told []string
		d := asGuest(t, writes, &told)
		d.postAs(headerKey, goodOrder)
		for i, asked := range []string{"key:", "key:hid*", "-key:hid*", "is:ok OR KEY:h*"} {
			d.Press("1", "/")
			d.Type(asked)
			if found := strings.Contains(d.Text(), headerKey); found != (writes && i == 0) {
				t.Errorf("writes %v, %s: its write key is shown: %v\n%s", writes, asked, found, d.Text())
			}
			if refused := strings.Contains(d.Text(), "key: asks for write keys"); refused == writes && i > 0 {
				t.Errorf("writes %v, %s: refused: %v\n%s", writes, asked, refused, d.Text())
			}
			if i == 1 && writes {
				d.sees("1 match")
			}
			d.Press("esc", "esc")
		}
	}
}

// Every key that reaches further says why it does nothing, on each screen that it is on.
func TestKeysThatGuestsDoNotHaveSayWhy(t *testing.T) {
	for _, writes := range []bool{false, true} {
		var told []string
		d := asGuest(t, writes, &told)
		for _, b := range keymap.Table() {
			if b.Reach() == keymap.OwnScreen || writes && b.Reach() == keymap.SharedState {
				continue
			}
			for _, screen := range keymap.Screens() {
				if !b.IsOn(screen) {
					continue
				}
				d.Press(fmt.Sprint(int(screen)+1), b.First())
				who := &guest.Guest{Writes: writes, Refused: "your key may only look"}
				d.sees(b.Key() + ": " + who.Off(&b))
			}
		}
	}
}

// What a guest changes is told when it is done, and not when it fails.
func TestWhatAGuestChangesIsToldWhenItIsDone(t *testing.T) {
	var told []string
	d := asGuest(t, true, &told)
	d.Press("1", "m", "M", "c", "u")
	if want := []string{"mark", "unmark-all", "clear", "unclear"}; !slices.Equal(told, want) {
		t.Errorf("%v, want %v", told, want)
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	told = nil
	d.Press("m")
	d.sees("not marked: ")
	if len(told) > 0 {
		t.Errorf("%v is told, and was not done", told)
	}
}

// What a guest copies to send here with is for the guest's machine, and says where it is not.
func TestWhatAGuestCopiesToSendHere(t *testing.T) {
	for endpoint, want := range map[string][]string{
		"":                     {"for the machine of segtap", "127.0.0.1"},
		"http://10.0.0.7:8910": {"curl that sends the message here", "http://10.0.0.7:8910/v1/track"},
	} {
		d := walked(t, 120, 36, func(o *ui.Options) {
			o.Guest = &guest.Guest{Context: context.Background(), Changed: o.Store.Changed(), Writes: true, Endpoint: endpoint}
		})
		d.post("track", goodOrder)
		d.Press("y")
		if text := d.Text(); !strings.Contains(text, want[0]) {
			t.Errorf("at %q the menu is\n%s", endpoint, text)
		}
		if d.Press("c"); !strings.Contains(d.Clipboard(), want[1]) {
			t.Errorf("at %q copied is %s", endpoint, d.Clipboard())
		}
	}
}

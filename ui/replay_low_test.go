package ui_test

import (
	"strings"
	"testing"

	"segtap/capture/replay"
	"segtap/mapping/catalogue"
	"segtap/ui"
)

// On a low screen nothing of a dialog is out of reach: what is chosen or typed
// is in sight, and what is asked comes before what is asked about.
func TestTheDialogsOnALowScreen(t *testing.T) {
	low := func(t *testing.T) *desk {
		d := newDesk(t, 40, 10, func(o *ui.Options) {
			o.Env.ClientSideID = "0123456789abcdef01234567"
			o.Target = "dry-run"
		})
		d.post("track", goodOrder)
		d.Press("enter")
		return d
	}
	t.Run("targets", func(t *testing.T) {
		d := low(t)
		d.Press("r")
		for range 8 {
			d.sees("▌")
			d.Press("down")
		}
		d.sees("▌ URL…")
		d.Press("enter")
		d.Type("https://example.com/hook")
		d.sees("URL  https://example.com/hook")
		d.CheckBounds()
		if _, _, shown := d.Cursor(); !shown {
			t.Error("there is no cursor")
		}
		d.Press("backspace", "enter")
		d.Press("esc", "up")
		d.sees("▌ segment")
	})
	t.Run("question", func(t *testing.T) {
		d := low(t)
		d.Press("r", "down", "down", "enter")
		d.sees("Send 1 event to LaunchDarkly")
		seen := d.Text()
		for range 30 {
			d.Press("down")
			seen += d.Text()
		}
		for _, part := range []string{"A replay counts", "POST /events/bulk", `"metricValue"`} {
			if !strings.Contains(strings.Join(strings.Fields(seen), " "), part) {
				t.Errorf("%q cannot be scrolled to:\n%s", part, seen)
			}
		}
	})
	t.Run("key to type", func(t *testing.T) {
		d := low(t)
		d.store.SetJudge(d.store.Judge().With(&catalogue.Catalogue{
			Project: "storefront", Environment: "production", ClientSideID: "0123456789abcdef01234567", Critical: true,
		}))
		d.arrive()
		d.Press("r", "down", "down", "enter")
		d.sees("Send 1 event to LaunchDarkly")
		d.Type("production")
		for range 12 {
			d.CheckBounds()
			if strings.Contains(d.Text(), "type production  production") {
				return
			}
			d.Press("down")
		}
		t.Errorf("what is typed cannot be scrolled to:\n%s", d.Text())
	})
	t.Run("copy", func(t *testing.T) {
		d := low(t)
		d.Press("down", "down", "y")
		for range 7 {
			d.sees("▌")
			d.Press("down")
		}
		d.sees("the value at")
	})
}

// A target that cannot take the entry says so in the list, before it is chosen.
func TestATargetThatLacksSomethingSaysSoInTheList(t *testing.T) {
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		o.Env.Named = []replay.Named{{Name: "staging", Kind: replay.LaunchDarklyImport, Project: "p", Environment: "e", TokenEnv: "STAGING_TOKEN"}}
		o.Target = "event:https://"
	})
	d.post("track", strings.Replace(goodOrder, "{", `{"writeKey":"",`, 1))
	d.Press("r")
	for name, why := range map[string]string{
		"launchdarkly ": "not now: needs a client-side ID; set --ld-client-side-id", "launchdarkly-import ": "not now: needs a project key, an environment key and",
		"staging ": "not now: the target staging takes its access token from STAGING_TOKEN, which is not set", "event:https:// ": "not now: the target names no host",
		"segment ": "not now: ",
	} {
		found := false
		for line := range strings.SplitSeq(d.Text(), "\n") {
			if strings.Contains(line, name) && strings.Contains(line, why) {
				found = true
			}
		}
		if !found {
			t.Errorf("of %sit is not said: %s\n%s", name, why, d.Text())
		}
	}
	d.sees("here                the message, back here: http://")
	d.Press("up", "up", "up", "up", "up", "enter")
	d.lacks("Send 1 event")
}

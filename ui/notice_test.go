package ui_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/catalogue"
	"segtap/ui"
	"segtap/ui/keymap"
)

// What has to be said at the start takes room of its own, at every size: the
// screens, the headings and the selected entry stay where they can be seen.
func TestANoticeHidesNothing(t *testing.T) {
	const long = "the last line of /home/u/.local/state/segtap/captures/2026-08-18T12-00-00.ndjson was cut short: its 1,234 bytes are now in " +
		"/home/u/.local/state/segtap/captures/2026-08-18T12-00-00.ndjson.torn; listening beyond this machine: others can send events here, and read none: " +
		"http://192.0.2.1:8910 http://[2001:db8::1]:8910; misbehaving on purpose: 503:20%; every request is passed on to https://api.segment.io"
	for _, size := range []struct{ w, h int }{{200, 50}, {120, 36}, {100, 24}, {80, 24}, {40, 10}, {40, 8}, {20, 8}} {
		for name, notice := range map[string]string{"none": "", "short": "removed 1 capture file", "long": long, "wide": strings.Repeat("注文完了", 60)} {
			t.Run(fmt.Sprintf("%dx%d/%s", size.w, size.h, name), func(t *testing.T) {
				now := noon
				d := newDesk(t, size.w, size.h, func(o *ui.Options) { o.Notices, o.Now = []string{notice}, func() time.Time { return now } })
				d.CheckBounds()
				d.post("batch", `{"batch":[`+strings.TrimSuffix(strings.Repeat(goodOrder+",", 60), ",")+`]}`)
				check := func(when string) {
					t.Helper()
					d.CheckBounds()
					lines := strings.Split(d.Text(), "\n")
					if !strings.Contains(lines[0], "segtap") || !strings.Contains(lines[1], "▶1 Events") {
						t.Errorf("%s: the header is hidden:\n%s", when, d.Text())
					}
					if size.h > 8 && !strings.Contains(lines[2], "EVENT") {
						t.Errorf("%s: the heading is hidden:\n%s", when, d.Text())
					}
					if size.w >= 100 && (!strings.Contains(lines[2], "#60") || !strings.Contains(lines[3], "received")) {
						t.Errorf("%s: the title of the detail is hidden:\n%s", when, d.Text())
					}
					if !strings.Contains(strings.Join(lines[2:], "\n"), "▌") {
						t.Errorf("%s: the selected entry is out of sight:\n%s", when, d.Text())
					}
				}
				check("at the start")
				if notice != "" {
					d.sees(" " + notice[:9])
				}
				now = now.Add(time.Hour)
				d.Send(tea.FocusMsg{}) // anything: it looks at the clock
				check("later")
				if notice != "" {
					d.lacks(" " + notice[:9])
				}
			})
		}
	}
}

// What went wrong stays until a key, what was done goes by itself; esc stops what is being
// read.
func TestWhatWentWrongStaysUntilAKey(t *testing.T) {
	now := noon
	d := newDesk(t, 120, 30, func(o *ui.Options) {
		o.Now = func() time.Time { return now }
		o.Keys = []keymap.Change{{Action: "edti", Keys: []string{"x"}, Place: "config.toml, line 2"}}
		o.Notices = []string{"removed 1 capture file"}
		o.Catalogue = func(ctx context.Context, _ func(string)) (*catalogue.Catalogue, []string, error) {
			return nil, nil, ctx.Err()
		}
	})
	d.shop()
	d.sees("config.toml, line 2: there is no action")
	now = now.Add(time.Hour)
	d.Send(tea.FocusMsg{})
	d.sees("config.toml, line 2: there is no action")
	d.Press("Z")
	d.sees("Z does nothing here; ")
	d.lacks("removed 1 capture file")
	d.sees("config.toml, line 2: there is no action")
	d.sees("esc puts this away; help (?) has it at its end")
	d.Press("tab", "esc")
	d.lacks("config.toml")
	if d.Press("esc"); strings.Contains(d.Text(), "config.toml") {
		t.Error("it is back")
	}
	d.Press("?", "end")
	d.sees("config.toml, line 2: there is no action")
	d.sees("12:00:00     removed 1 capture file")
	d.Press("esc", "Z")
	now = now.Add(5 * time.Second)
	d.Send(tea.FocusMsg{})
	d.lacks("Z does nothing here")

	d.Park("readAnew", "waitForProgress")
	d.Press("ctrl+r")
	d.sees("reading the metrics …  (esc stops it)")
	d.Press("esc")
	d.Release("readAnew")
	d.Release("waitForProgress")
	d.sees("context canceled")
	now = now.Add(time.Hour)
	d.Send(tea.FocusMsg{})
	d.sees("context canceled")
	d.Press("up")
	d.lacks("context canceled")

	d.Park("paste")
	d.Send(tea.PasteMsg{Content: goodOrder})
	d.sees("reading what was pasted …  (esc stops it)")
	d.Press("esc")
	d.Release("paste")
	d.sees("paste was not brought into the capture: stopped")
	d.lacks("#5")
}

// Mistakes of a configuration stand each on lines of their own, and in its order.
func TestEachMistakeBeginsALine(t *testing.T) {
	const place = "~/.config/segtap/a-directory/with-a-long-name/config.toml, line "
	d := newDesk(t, 100, 30, func(o *ui.Options) {
		for i, c := range []keymap.Change{{Action: "mark", Keys: []string{"r"}}, {Action: "filte", Keys: []string{"x"}}, {Action: "unclear", Keys: []string{"strg+u"}}, {Action: "child", Keys: []string{"esc"}}} {
			c.Place = fmt.Sprint(place, i+2)
			o.Keys = append(o.Keys, c)
		}
		o.Mistakes = []error{errors.New("the theme mine is hard to read")}
	})
	d.post("track", goodOrder)
	text := d.Text()
	at := 0
	for _, line := range []string{place + "2: r stays", place + "3: there is no action", place + "4: unclear", place + "5: esc stays", "the theme mine"} {
		next := strings.Index(text, "\n "+line)
		if next < at || next < 0 {
			t.Errorf("%q begins no line, or not in its order:\n%s", line, text)
		}
		at = next
	}
	for range 5 {
		d.Press("up", "down", "m")
	}
	d.sees("the theme mine is hard to read")
	d.Press("esc")
	d.lacks("the theme mine is hard to read")
}

// A request that no route takes is told until a key, and found in the help from then on.
func TestAWrongPathIsNotForgotten(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	res, err := http.Post(d.url+"/v1/tracks", "application/json", strings.NewReader(goodOrder))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	d.arrive()
	d.sees("POST /v1/tracks came: there is no such route")
	d.Press("up")
	d.lacks("/v1/tracks")
	d.Press("?")
	d.Type("/v1/tracks")
	d.sees("POST /v1/tracks came: there is no such route")
}

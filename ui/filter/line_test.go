package filter

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"segtap/mapping/query"
	"segtap/ui/preferences"
	"segtap/ui/screentest"
	"segtap/ui/theme"
)

var known = query.Known{
	Events: []string{"Order Completed", "Signed Up", "注文 完了"}, Users: []string{"u_42"}, Sources: []string{"analytics.js"},
	Metrics: []string{"order-revenue"}, Experiments: []string{"checkout"}, Targets: []string{"here", "segment"}, Paths: []string{"properties.plan"},
}

// typist types into a line, and shows what its list is filtered by then.
type typist struct {
	Line
	shown string // the last text that was a filter
}

func newTypist(before ...string) *typist {
	kept := preferences.Preferences{Filters: before}
	f := &typist{Line: New(theme.New(false), func() time.Time { return time.Unix(0, 0) }, func() query.Known { return known })}
	f.Preferences = &kept
	f.SetRoom(20)
	f.Start()
	return f
}

func (f *typist) send(msg tea.Msg) Press {
	press, _ := f.Type(msg)
	if press == Changed {
		if _, ok := f.Filter(f.Text()); ok {
			f.shown = f.Text()
		}
	}
	return press
}

// keys presses keys by their names; others are typed as they are.
func (f *typist) keys(t interface{ Fatal(...any) }, keys ...string) {
	for _, name := range keys {
		press, err := screentest.Key(name)
		if err != nil {
			for _, r := range name {
				f.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		f.send(press)
	}
}

// What stands in the line, and what the list is filtered by, after some keys.
func TestTyping(t *testing.T) {
	before := []string{"user:u_9", "is:error"}
	for _, c := range []struct {
		story       string
		keys        []string
		text, shown string
		open, list  bool
	}{
		{"a word", []string{"zebra"}, "zebra", "zebra", true, false},
		{"the beginning of a field leaves the list as it is", []string{"zebra ", "i", "s"}, "zebra is", "zebra ", true, true},
		{"a field without a value too", []string{"is:"}, "is:", "", true, true},
		{"and a wrong value", []string{"is:zz"}, "is:zz", "", true, false},
		{"enter searches for it as a word", []string{"is", "enter"}, "is", "is", false, false},
		{"so does closing the list", []string{"is", "esc"}, "is", "is", true, false},
		{"tab takes the first", []string{"is:err", "tab"}, "is:error", "is:error", true, false},
		{"a field is followed by its values", []string{"exper", "tab"}, "experiment:", "", true, true},
		{"down chooses", []string{"is:", "down", "down", "enter"}, "is:warning", "is:warning", true, false},
		{"up goes to the last", []string{"target:", "up", "enter"}, "target:segment", "target:segment", true, false},
		{"up from the first chooses none", []string{"is:error ", "type:", "down", "up", "enter"}, "is:error type:", "is:error ", true, false},
		{"esc closes the list first", []string{"is:error ", "esc"}, "is:error ", "is:error ", true, false},
		{"then the line", []string{"is:error ", "esc", "esc"}, "", "", false, false},
		{"an empty line at once", []string{"esc"}, "", "", false, false},
		{"typing opens it again", []string{"is:e", "esc", "r"}, "is:er", "", true, true},
		{"wide names", []string{"event:完", "tab"}, `event:"注文 完了"`, `event:"注文 完了"`, true, false},
		{"before others", []string{"u_42", "home", "event:", "down", "enter"}, `event:"Order Completed"`, `event:"Order Completed"`, true, false},

		{"the filter before", []string{"up"}, "is:error", "is:error", true, false},
		{"the one before that", []string{"up", "up"}, "user:u_9", "user:u_9", true, false},
		{"there is none before", []string{"up", "up", "up"}, "user:u_9", "user:u_9", true, false},
		{"and back to what was typed", []string{"zebra", "up", "up", "down", "down"}, "zebra", "zebra", true, false},
		{"one that stands there is skipped", []string{"is:error", "up"}, "user:u_9", "user:u_9", true, false},
	} {
		t.Run(c.story, func(t *testing.T) {
			f := newTypist(before...)
			f.keys(t, c.keys...)
			if f.Text() != c.text || f.shown != c.shown || f.Open() != c.open || f.listed() != c.list {
				t.Errorf("%q, filtered by %q, open %v, list %v", f.Text(), f.shown, f.Open(), f.listed())
			}
		})
	}
}

// Names that are found while one is chosen do not take the choice away.
func TestWhatIsChosenStaysWhenMoreIsKnown(t *testing.T) {
	f, names := newTypist(), query.Known{Users: []string{"u_42", "u_43"}}
	f.known = func() query.Known { return names }
	f.keys(t, "user:", "down", "down")
	names.Users = []string{"u_1", "u_42", "u_43"}
	f.send(GatheredMsg{})
	f.keys(t, "enter")
	if f.Text() != "user:u_43" {
		t.Errorf("%q is taken", f.Text())
	}
	f.keys(t, " user:", "down")
	names.Users = []string{"u_2"}
	f.send(GatheredMsg{})
	if f.chosen != -1 {
		t.Errorf("%d is chosen, and it is gone", f.chosen)
	}
}

// Every field can be chosen, and those with known values lead on to these.
func TestEveryFieldIsOffered(t *testing.T) {
	f := newTypist()
	all := ""
	for _, s := range f.next {
		all += s.Text + " "
	}
	for _, name := range []string{"event", "is", "user", "value", "code", "gate", "metric", "experiment", "has", "type", "after", "before", "id", "parent", "target", "status", "anon", "source", "key"} {
		if !strings.Contains(all, name+":") {
			t.Errorf("%s: is not offered", name)
		}
	}
	for text, want := range map[string]string{"source:": "analytics.js", "metric:": "order-revenue", "experiment:": "checkout", "target:": "segment", "status:": "timeout", "user:": "u_42", "code:": "value_not_number", "gate:": "valued", "has:": "properties.plan"} {
		f := newTypist()
		f.keys(t, text)
		lines, _ := f.Completions(200)
		for !strings.Contains(strings.Join(lines, "\n"), want) {
			at := f.chosen
			if f.keys(t, "down"); f.chosen == at {
				t.Errorf("%s does not offer %s", text, want)
				break
			}
			lines, _ = f.Completions(200)
		}
	}
}

// What may still become a code is no mistake yet; enter says that it is none.
func TestWhatIsNotFinishedIsNoMistake(t *testing.T) {
	f := newTypist()
	f.SetRoom(8)
	f.Set("")
	for _, key := range []string{"code:", "v", "a", "l"} {
		f.keys(t, key)
	}
	line, _ := f.View("", 120)
	if strings.Contains(line, "no such code") {
		t.Errorf("what is not finished is a mistake: %q", line)
	}
	f.keys(t, "enter")
	if line, _ := f.View("", 120); !strings.Contains(line, "column 6") {
		t.Errorf("enter does not say what is wrong: %q", line)
	}
}

// Whatever is typed: the list stays within the screen, a click takes what it shows, and
// what is taken is in the line.
func TestTheListOfCompletionsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newTypist("is:error", "a b")
		w := rapid.IntRange(1, 250).Draw(t, "width")
		f.SetRoom(rapid.IntRange(0, 12).Draw(t, "room"))
		for range rapid.IntRange(1, 12).Draw(t, "keys") {
			f.keys(t, rapid.SampledFrom([]string{"i", "s", ":", "e", "v", "\"", " ", "完", "-", "(", "up", "down", "tab", "enter", "esc", "left", "backspace", "event:", "properties."}).Draw(t, "key"))
		}
		lines, box := f.Completions(w)
		if len(lines) != box.H || box.X < 0 || box.X+box.W > w {
			t.Fatalf("%d lines in %+v of %d cells", len(lines), box, w)
		}
		if len(lines) == 0 {
			return
		}
		y := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		want := f.next[f.from()+y].Text
		if f.send(f.ClickAt(y)); !strings.Contains(f.Text(), want) {
			t.Fatalf("%q does not have %q", f.Text(), want)
		}
	})
}

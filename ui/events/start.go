package events

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"segtap/capture/store"
	"segtap/ui/guest"
	"segtap/ui/keymap"
	"segtap/ui/snippet"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// start fills the place of list and detail before the first entry: how to point an SDK
// here.
type start struct {
	theme    *theme.Theme
	keys     *keymap.Keys
	address  string
	reached  bool         // by who looks; else by the machine that segtap runs on alone
	watching bool         // another segtap captures
	oneKey   bool         // what is shown is one write key of a stream
	guest    *guest.Guest // who looks from elsewhere; nil for the person at this machine
	opened   string       // a file; empty for what is captured
	written  func() (text string, wrong bool)
	chosen   int // which SDK is shown
}

// choose goes on to another SDK.
func (s *start) choose(by int) {
	n := len(snippet.All())
	s.chosen = (s.chosen + by + n) % n
}

func (s *start) sdk() *snippet.Snippet { return &snippet.All()[s.chosen] }

// copyable returns the lines of the chosen SDK, and what they are.
func (s *start) copyable() (what, text string) {
	return "the lines for " + s.sdk().SDK, strings.Join(s.sdk().Fill(s.address), "\n") + "\n"
}

// hints are what the footer shows.
func (s *start) hints() []keymap.Hint {
	if s.opened != "" {
		return nil
	}
	hints := []keymap.Hint{s.keys.Hint("help", "help"), s.keys.Hint("commands", "commands"), s.keys.Hint("quit", "quit")}
	if !s.watching {
		sample := s.keys.Hint("sample", "sample")
		sample.Off = s.guest.Off(s.keys.Find("sample"))
		sdk := keymap.Hint{Key: s.keys.Sideways("fold", "unfold", s.theme.LeftRight), Label: "SDK", Press: s.keys.Find("unfold").First()}
		hints = append([]keymap.Hint{sample, sdk, s.keys.Hint("copy", "copy")}, hints...)
	}
	for i := range hints {
		hints[i].Group = "" // they are few
	}
	return hints
}

// view draws it.
func (s *start) view(counts store.Counts, w, h int) []string {
	if s.opened != "" && counts.Loading < 1 {
		return []string{"", "  " + s.theme.Title.Text(fmt.Sprintf("Reading %s %s %.0f %%", sanitize.Cut(s.opened, max(w-20, 1)), s.theme.Ellipsis, 100*counts.Loading))}
	}
	if s.opened != "" {
		return []string{"", "  " + s.theme.Title.Text("There is no message in "+sanitize.Cut(s.opened, max(w-28, 1))), "", "  " + s.theme.Key.Text(s.keys.Of("sources")) + " shows something else   " + s.theme.Key.Text(s.keys.Of("quit")) + " quit"}
	}
	if counts.WriterGone {
		return []string{"", "  " + s.theme.Title.Text("The other segtap has ended before anything came"), "", "  " + s.theme.Key.Text(s.keys.Of("quit")) + " quit, and start segtap again to capture"}
	}
	waiting := "Waiting for the first Segment call"
	if counts.Evicted > 0 {
		waiting = "Waiting for the next Segment call"
	}
	if s.watching {
		return s.watchView(waiting, counts.Shared, w)
	}
	sdk := s.sdk()
	notes, where := sdk.NotesFor(s.address), s.address
	if !s.reached {
		where += ", for its own machine"
		notes = append([]string{"Only the machine that segtap runs on reaches this address. For SDKs elsewhere start it with --listen 0.0.0.0:" + portOf(s.address) + "."}, notes...)
	}
	lines := []string{
		"",
		"  " + s.theme.Title.Text(waiting+" at "+where),
		"",
		"  Point your SDK here " + s.theme.Dim.Text("("+s.keys.Sideways("fold", "unfold", s.theme.LeftRight)+" to choose, "+s.keys.Of("copy")+" to copy)"),
		"",
		"  " + s.snippetNames(w-4),
		"",
	}
	lines = append(lines, s.panel(sdk.Fill(s.address), w, h)...)
	if len(notes) > 0 {
		lines = append(lines, "")
	}
	for _, note := range notes {
		for i, part := range styled.Wrap(note, max(w-8, 10)) {
			lead := "    " + s.theme.Warned.Text("!") + " "
			if i > 0 {
				lead = "      "
			}
			lines = append(lines, lead+part)
		}
	}
	if counts.Unmatched > 0 {
		unmatched := counts.LastUnmatched
		lines = append(lines, "", "  "+s.theme.Bad.Text(s.theme.Err)+" "+sanitize.Cut(sanitize.Escape(unmatched.String())+" came, and no message with it:", max(w-5, 1)))
		for _, part := range styled.Wrap(unmatched.Hint(), max(w-6, 10)) {
			lines = append(lines, "    "+part)
		}
	}
	if text, wrong := s.written(); text != "" {
		lines = append(append(lines, ""), s.names(text, wrong, w)...)
	}
	ways := s.theme.Key.Text(s.keys.Of("help")) + " all keys   " + s.theme.Key.Text(s.keys.Of("quit")) + " quit"
	if s.guest.Unwriting() == "" {
		lines = append(lines, "", "  "+s.theme.Dim.Text(sanitize.Cut("Or paste messages here, or a curl command; `segtap FILE` opens what was saved.", max(w-3, 1))))
		ways = s.theme.Key.Text(s.keys.Of("sample")) + " send a sample event   " + ways
	}
	lines = append(lines, "", "  "+ways)
	if h < len(lines)+2 { // without the air
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	}
	return lines
}

// portOf returns the port of a base URL.
func portOf(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return at.Port()
}

// watchView is what there is to say where another segtap captures: nothing listens here.
func (s *start) watchView(waiting string, stream bool, w int) []string {
	switch {
	case s.oneKey:
		waiting += " with this write key"
	case stream:
		waiting += " in this stream"
	default:
		waiting += " that the other segtap captures"
	}
	lines := []string{"", "  " + s.theme.Title.Text(waiting), ""}
	if stream {
		for _, part := range styled.Wrap("SDKs send to the address of a `segtap serve`: this screen captures nothing.", max(w-4, 10)) {
			lines = append(lines, "  "+part)
		}
		lines = append(lines, "")
	}
	return append(lines, "  "+s.theme.Key.Text(s.keys.Of("quit"))+" quit")
}

// names tells of the names of plans and code.
func (s *start) names(text string, wrong bool, w int) (lines []string) {
	glyph := s.theme.Good.Text(s.theme.OK)
	if wrong {
		glyph = s.theme.Warned.Text(s.theme.Warn)
	}
	for i, part := range styled.Wrap(sanitize.Escape(text), max(w-5, 10)) {
		if i > 0 {
			glyph = " "
		}
		lines = append(lines, "  "+glyph+" "+part)
	}
	return lines
}

// panel puts code on a surface of its own.
func (s *start) panel(code []string, w, h int) []string {
	wide := 0
	for _, line := range code {
		wide = max(wide, sanitize.Width(line))
	}
	wide = min(wide, max(w-7, 1))
	on := &s.theme.OnRaised
	air := "  " + on.Plain.Text(strings.Repeat(" ", wide+4))
	var lines []string
	for _, line := range code {
		lines = append(lines, "  "+on.Accent.Text("  "+sanitize.Pad(sanitize.Cut(line, wide), wide)+"  "))
	}
	const roomy = 20
	if h < roomy {
		return lines
	}
	return append(append([]string{air}, lines...), air)
}

// snippetNames shows as many SDK names as fit, the chosen one among them.
func (s *start) snippetNames(w int) string {
	all, from := snippet.All(), 0
	for {
		var b strings.Builder
		used, seen := 0, false
		for i := from; i < len(all); i++ {
			name := all[i].SDK
			if used+len(name)+3 > w && i > from {
				break
			}
			if i == s.chosen {
				b.WriteString(s.theme.Tab.Text("[" + name + "]"))
				seen = true
			} else {
				b.WriteString(" " + name + " ")
			}
			b.WriteByte(' ')
			used += len(name) + 3
		}
		if seen || from >= s.chosen {
			return strings.TrimRight(b.String(), " ")
		}
		from++
	}
}

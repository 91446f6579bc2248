package events

import (
	"slices"
	"strings"

	"segtap/ui/snippet"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// startView fills the place of list and detail before the first entry: how
// to point an SDK here.
func (s *Screen) startView(w, h int) []string {
	counts := s.list.Counts()
	if counts.WriterGone {
		return []string{"", "  " + s.theme.Title.Text("The other segtap has ended before anything came"), "", "  " + s.theme.Key.Text("q") + " quit, and start segtap again to capture"}
	}
	if s.opt.Watching {
		return []string{"", "  " + s.theme.Title.Text("Waiting for the first Segment call that the other segtap captures"), "", "  " + s.theme.Key.Text("q") + " quit"}
	}
	sdk := s.Snippet()
	notes := sdk.NotesFor(s.opt.Address)
	lines := []string{
		"",
		"  " + s.theme.Title.Text("Waiting for the first Segment call at "+s.opt.Address),
		"",
		"  Point your SDK here " + s.theme.Dim.Text("("+s.theme.LeftRight+" to choose, y to copy)"),
		"",
		"  " + s.snippetNames(w-4),
		"",
	}
	for _, line := range sdk.Fill(s.opt.Address) {
		lines = append(lines, "    "+s.theme.Accent.Text(sanitize.Cut(line, max(w-5, 1))))
	}
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
	lines = append(lines, "",
		"  "+s.theme.Key.Text("t")+" send a sample event   "+s.theme.Key.Text("?")+" all keys   "+s.theme.Key.Text("q")+" quit")
	if h < len(lines)+2 { // without the air
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	}
	return lines
}

// snippetNames shows as many SDK names as fit, the chosen one among them.
func (s *Screen) snippetNames(w int) string {
	all, from := snippet.All(), 0
	for {
		var b strings.Builder
		used, seen := 0, false
		for i := from; i < len(all); i++ {
			name := all[i].SDK
			if used+len(name)+3 > w && i > from {
				break
			}
			if i == s.snippet {
				b.WriteString(s.theme.Selected.Text("[" + name + "]"))
				seen = true
			} else {
				b.WriteString(" " + name + " ")
			}
			b.WriteByte(' ')
			used += len(name) + 3
		}
		if seen || from >= s.snippet {
			return strings.TrimRight(b.String(), " ")
		}
		from++
	}
}

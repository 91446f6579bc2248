package ui

import (
	"strings"

	"segtap/ui/widget/sanitize"
)

// startScreen fills the place of list and detail before the first entry: how
// to point an SDK here.
func (m *Model) startScreen(w, h int) []string {
	if m.counts.WriterGone {
		return []string{"", "  " + m.theme.title.text("The other segtap has ended before anything came"), "", "  " + m.theme.key.text("q") + " quit, and start segtap again to capture"}
	}
	if m.opt.Watching {
		return []string{"", "  " + m.theme.title.text("Waiting for the first Segment call that the other segtap captures"), "", "  " + m.theme.key.text("q") + " quit"}
	}
	s := snippets[m.snippet]
	notes := s.NotesFor(m.opt.Address)
	lines := []string{
		"",
		"  " + m.theme.title.text("Waiting for the first Segment call at "+m.opt.Address),
		"",
		"  Point your SDK here " + m.theme.dim.text("("+m.arrows()+" to choose, y to copy)"),
		"",
		"  " + m.snippetNames(w-4),
		"",
	}
	for _, line := range s.Fill(m.opt.Address) {
		lines = append(lines, "    "+m.theme.accent.text(sanitize.Cut(line, max(w-5, 1))))
	}
	if len(notes) > 0 {
		lines = append(lines, "")
	}
	for _, note := range notes {
		for i, part := range wrapText(note, max(w-8, 10)) {
			lead := "    " + m.theme.warned.text("!") + " "
			if i > 0 {
				lead = "      "
			}
			lines = append(lines, lead+part)
		}
	}
	if m.counts.Unmatched > 0 {
		stray := m.counts.LastUnmatched
		lines = append(lines, "", "  "+m.theme.bad.text(m.theme.err)+" "+sanitize.Cut(sanitize.Escape(stray.String())+" came, and no message with it:", max(w-5, 1)))
		for _, part := range wrapText(stray.Hint(), max(w-6, 10)) {
			lines = append(lines, "    "+part)
		}
	}
	lines = append(lines, "",
		"  "+m.theme.key.text("t")+" send a sample event   "+m.theme.key.text("?")+" all keys   "+m.theme.key.text("q")+" quit")
	if h < len(lines)+2 { // without the air
		lines = withoutAir(lines)
	}
	return lines
}

func (m *Model) arrows() string {
	if m.opt.ASCII {
		return "left/right"
	}
	return "←→"
}

// snippetNames shows as many SDK names as fit, the chosen one among them.
func (m *Model) snippetNames(w int) string {
	from := 0
	for {
		var b strings.Builder
		used, seen := 0, false
		for i := from; i < len(snippets); i++ {
			name := snippets[i].SDK
			if used+len(name)+3 > w && i > from {
				break
			}
			if i == m.snippet {
				b.WriteString(m.theme.selected.text("[" + name + "]"))
				seen = true
			} else {
				b.WriteString(" " + name + " ")
			}
			b.WriteByte(' ')
			used += len(name) + 3
		}
		if seen || from >= m.snippet {
			return strings.TrimRight(b.String(), " ")
		}
		from++
	}
}

// withoutAir leaves out empty lines.
func withoutAir(lines []string) []string {
	kept := lines[:0]
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"segtap/capture"
	"segtap/capture/formats"
	"segtap/capture/store"
	"segtap/ui/widget/count"
)

// mostPasted is how many bytes of a paste are taken: a terminal hands them over piece by
// piece, while a file is read where it is looked at.
const mostPasted = 8 << 20

// pasted is what the messages of a paste say of where they stood.
const pasted = "paste"

// paste brings the messages of a text into what is captured here. A text that holds
// something else is refused as a whole, by its name. Unkept says why nothing can be kept
// now; empty when it can.
func (b bringer) paste(text, unkept string) tea.Cmd {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // as terminals send the ends of lines
	switch {
	case strings.TrimSpace(text) == "":
		return nil
	case unkept != "":
		return b.notices.Say("not pasted: " + unkept)
	case len(text) > mostPasted:
		return b.notices.Say(fmt.Sprintf("not pasted: these are %s, and %s are the most: save them to a file, and open that with segtap FILE",
			humanize.Bytes(uint64(len(text))), humanize.Bytes(mostPasted)))
	}
	live := b.live().store
	return func() tea.Msg {
		msg := broughtMsg{from: pasted}
		msg.id, msg.said, msg.err = bringAll(live, text)
		return msg
	}
}

// bringAll brings all messages of a text, and returns the last of their copies, and what
// is to be said.
func bringAll(live *store.Store, text string) (last uint64, said string, err error) {
	file, err := formats.Open(strings.NewReader(text), int64(len(text)), pasted)
	if err != nil {
		return 0, "", err
	}
	from, err := store.Open(live.Judge(), file, capture.Limits{})
	if err != nil {
		return 0, "", err
	}
	defer from.Close()
	var first uint64
	n, entries := from.Counts().Entries, from.NewReader()
	for i := range n {
		entry, _ := from.At(i)
		got, err := entries.ReadWanted(entry.ID, nil)
		if err == nil {
			last, err = live.Bring(got, pasted)
		}
		if err != nil {
			return last, "", fmt.Errorf("after %s: %w", count.Of(i, "message"), err)
		}
		if i == 0 {
			first = last
		}
	}
	if n == 0 {
		return 0, "", fmt.Errorf("%s: there is no message in it", pasted)
	}
	said = fmt.Sprintf("pasted %s: #%d", count.Of(n, "message"), first)
	if n > 1 {
		said += fmt.Sprintf(" to #%d", last)
	}
	return last, strings.Join(append([]string{said}, file.Notes()...), "; "), nil
}

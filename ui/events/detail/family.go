package detail

import (
	"fmt"
	"slices"
	"strconv"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/styled"
)

// family are the entries that were made of one, as they stand in the list.
type family struct {
	newest []capture.Entry // the last few of them, the oldest first
	all    int
}

// maxChildren is how many of them are listed.
const maxChildren = 3

func familyOf(of store.Family, id uint64) (f family) {
	_, f.all = of.Children(id, 0, 0)
	if f.all > 0 {
		f.newest, f.all = of.Children(id, f.all-maxChildren, maxChildren)
	}
	return f
}

func (f family) equal(other family) bool {
	return f.all == other.all && slices.Equal(f.newest, other.newest)
}

// block lists what was made of the entry, the newest first, at most so many, with what is
// said of each and what it was answered. Child is the key that goes there.
func (f *family) block(t *theme.Theme, child string, most, w int) []draw.Paragraph {
	if f.all == 0 {
		return nil
	}
	title := "1 child"
	if f.all > 1 {
		title = count.Number(f.all) + " children"
	}
	var lines []string
	shown := f.newest[max(len(f.newest)-most, 0):]
	for _, child := range slices.Backward(shown) {
		lines = append(lines, styled.Fit(childLine(t, child), w, t.Ellipsis))
	}
	if before := f.all - len(shown); before > 0 {
		lines[len(lines)-1] = styled.Spread(lines[len(lines)-1], t.Dim.Text(fmt.Sprintf("and %d before ", before)), w)
	}
	return draw.Section(t, title+": press "+child+" to go there", w, lines)
}

// childLine is one child: by what it was made, its verdict, the answer to it.
func childLine(t *theme.Theme, e capture.Entry) string {
	glyph, paint := draw.Verdict(t, e)
	line := fmt.Sprintf(" %s #%d %s  %s %s", draw.MadeBy(t, e), e.ID, e.At.Local().Format("15:04:05"), paint.Text(glyph), e.Verdict.Headline)
	switch {
	case e.Answer > 0:
		line += "  answered " + strconv.Itoa(e.Answer)
	case e.Attempts > 0:
		line += "  no answer"
	}
	return line
}

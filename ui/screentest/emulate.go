package screentest

import (
	"image/color"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// newEmulator returns a terminal nobody waits behind for its answers: content that asks it something must not block.
func newEmulator(width, height int) (em *vt.Emulator, free func()) {
	em = vt.NewEmulator(max(1, width), max(1, height))
	em.SetDefaultBackgroundColor(darkGround())
	answered := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, em)
		close(answered)
	}()
	return em, func() {
		hangUp(em)
		<-answered
	}
}

// darkGround is the background of a terminal of which nothing else has been said.
func darkGround() color.Color { return color.RGBA{0x16, 0x18, 0x1d, 0xff} }

// show puts content alone on the screen of em, changed to this size.
func show(em *vt.Emulator, content string, width, height int) {
	width, height = max(1, width), max(1, height)
	_, _ = em.WriteString("\x18" + ansi.ResetInitialState + ansi.ResetModeAutoWrap)
	em.Resize(width, height)
	lines := strings.Split(content, "\n")
	lines = lines[:min(len(lines), height)]
	for i, l := range lines {
		lines[i] = ansi.Truncate(strings.TrimSuffix(l, "\r"), width, "")
	}
	_, _ = em.WriteString(strings.Join(lines, "\r\n"))
}

// hangUp ends the answers of the emulator. Its Close method does so too, but races with Read.
func hangUp(em *vt.Emulator) {
	if c, ok := em.InputPipe().(io.Closer); ok {
		_ = c.Close()
	}
}

// text returns the screen of em as plain text: all its lines, without trailing spaces.
func text(em *vt.Emulator) string {
	lines := make([]string, em.Height())
	for y := range lines {
		var b strings.Builder
		for x := 0; x < em.Width(); {
			step := 1
			if cell := em.CellAt(x, y); cell == nil || cell.Content == "" {
				b.WriteByte(' ')
			} else {
				b.WriteString(cell.Content)
				step = max(1, cell.Width)
			}
			x += step
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}
